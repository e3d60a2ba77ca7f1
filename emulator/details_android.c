// SPDX-License-Identifier: Apache-2.0
#include "details.h"
#include "idcode.h"

enum { SALT_ANDROID_ID = 500 };

static void say_android_id(const struct detail_source *s, struct bytes *out)
{
	bytes_hex(out, idcode_mix(s->device->index, SALT_ANDROID_ID), 16, false);
}

static void say_token(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, "APA91b");
	say_hex(s, out);
}

static void say_sdk(const struct detail_source *s, struct bytes *out)
{
	bytes_u64(out, s->device->model_row->sdk);
}

static void say_national_phone(const struct detail_source *s, struct bytes *out)
{
	bytes_u64(out, idcode_phone(s->device->index));
}

static void say_module(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, "IMSI:");
	say_imsi(s, out);
}

static void say_home(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->carrier->name);
	bytes_str(out, "::");
	bytes_padded(out, s->device->country->mcc, 3);
	bytes_str(out, s->device->carrier->network);
}

static void say_roaming(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, device_has(s->device, ROAMING) ? "on" : "off");
}

static void say_security(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, device_has(s->device, ROOTED) ? "Compromised" : "Ok");
}

static void say_admin(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->persona->compliance & ADMIN_DEACTIVATED ? "false" : "true");
}

static void say_password_type(const struct detail_source *s, struct bytes *out)
{
	if (device_has(s->device, FREE_PASSWORD))
		bytes_str(out, "-1");
	else
		say_one_of(s, out);
}

static void say_password(const struct detail_source *s, struct bytes *out)
{
	if (device_has(s->device, FREE_PASSWORD))
		bytes_str(out, "OFF");
	else
		say_one_of(s, out);
}

static void say_if_password(const struct detail_source *s, struct bytes *out)
{
	if (device_has(s->device, FREE_PASSWORD))
		bytes_str(out, "unsupported");
	else
		say_number(s, out);
}

static void say_encryption(const struct detail_source *s, struct bytes *out)
{
	if (s->device->persona->compliance & DATA_PROTECTION)
		bytes_str(out, "off");
	else
		say_one_of(s, out);
}

// The four keys of the e-mail client all say "na" until it is configured.
static void say_mail(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, device_has(s->device, NEW_MAIL) ? "na" : s->argument);
}

static void say_mail_user(const struct detail_source *s, struct bytes *out)
{
	if (device_has(s->device, NEW_MAIL))
		bytes_str(out, "na");
	else
		bytes_text(out, s->device->email);
}

static bool has_card(const struct detail_source *s)
{
	return s->device->index % 3 != 1;
}

static bool has_mail(const struct detail_source *s)
{
	return !device_has(s->device, NO_MAIL);
}

static bool has_password(const struct detail_source *s)
{
	return !device_has(s->device, FREE_PASSWORD);
}

static bool has_symbols(const struct detail_source *s)
{
	return has_password(s) && s->device->model_row->sdk >= 11;
}

static bool is_samsung(const struct detail_source *s)
{
	return device_has(s->device, SAMSUNG);
}

static bool is_sometimes(const struct detail_source *s)
{
	return s->mixed % 4 != 0;
}

const struct detail_row android_details[] = {
	{"admin_activated", "", say_admin, NULL},
	{"battery_life", "0|100", say_number, NULL},
	{"board", "shadow|goldfish|universal", say_one_of, NULL},
	{"brand", "verizon|samsung|google|T-Mobile & Co", say_one_of, NULL},
	{"c2dmToken", "48", say_token, is_sometimes},
	{"client_name", "com.mobileiron", say_constant, NULL},
	{"client_version", "4.5.0|11.4.0.0.14|12.1", say_one_of, NULL},
	{"codename", "REL", say_constant, NULL},
	{"country_code", "", say_mcc, has_sim},
	{"current_mobile_number", "", say_national_phone, has_sim},
	{"current_operator_name", "", say_operator, has_sim},
	{"current_SIM_module_number", "", say_imsi, has_sim},
	{"device", "", say_product, NULL},
	{"device_id", "", say_android_id, NULL},
	{"device_manufacturer", "", say_maker, NULL},
	{"device_model", "", say_model, NULL},
	{"device_roaming_flag", "", say_roaming, has_sim},
	{"device_type", "", say_technology, NULL},
	{"display_size", "854X480|1920X1080|2400X1080", say_one_of, NULL},
	{"free_media_card_size", "cfM", say_size, has_card},
	{"free_media_card_size_bytes", "cfb", say_size, has_card},
	{"free_ram_size", "rfM", say_size, NULL},
	{"free_ram_size_bytes", "rfb", say_size, NULL},
	{"free_storage_size", "sfM", say_size, NULL},
	{"free_storage_size_bytes", "sfb", say_size, NULL},
	{"home_operator", "", say_home, has_sim},
	{"imei", "", say_imei, has_sim},
	{"imsi", "na", say_imsi, NULL},
	{"incremental", "", say_build, NULL},
	{"lat_long_last_captured_at", "", say_located_at, has_location},
	{"latitude", "", say_latitude, has_location},
	{"locale", "en-US|en|de-DE|sv_SE", say_one_of, NULL},
	{"longitude", "", say_longitude, has_location},
	{"mdm_enabled", "true|true|false", say_one_of, NULL},
	{"multi_mdm", "true|false|False", say_one_of, NULL},
	{"network_id", "1|65535", say_number, has_cdma},
	{"os_version", "", say_sdk, NULL},
	{"platform_name", "", say_version, NULL},
	{"processor_architecture", "armeabi-v7a|arm64-v8a", say_one_of, NULL},
	{"prv_bluetooth", "ON|AUDIO|OFF|unsupported", say_one_of, NULL},
	{"prv_camera", "ON|OFF|unsupported", say_one_of, NULL},
	{"prv_device_encryption", "on|off|unsupported", say_encryption, NULL},
	{"prv_exchange_Domain", "MOBILEIRON", say_mail, has_mail},
	{"prv_exchange_Server", "mail.example.com", say_mail, has_mail},
	{"prv_exchange_UserName", "", say_mail_user, has_mail},
	{"prv_exchange_UseSSL", "ON", say_mail, has_mail},
	{"prv_max_failed_attempts", "0|10", say_number, has_password},
	{"prv_max_idle_time", "1|60", say_number, has_password},
	{"prv_password", "ON|ON|OFF", say_password, NULL},
	{"prv_password_expiration_timeout", "30|365", say_if_password, NULL},
	{"prv_password_history_length", "0|24", say_if_password, NULL},
	{"prv_password_length", "-1|1|4|6|8|10", say_one_of, has_password},
	{"prv_password_minimum_symbols", "1|2|unsupported", say_one_of, has_symbols},
	{"prv_password_type", "0|1|2", say_password_type, NULL},
	{"prv_sd_encryption", "on|off|unsupported", say_encryption, NULL},
	{"prv_sdcard", "ON|OFF|unsupported", say_one_of, NULL},
	{"prv_vpn_servers", "na|vpn.example.com;10.0.0.1|https://vpn.example.com/a?b=1&c=2", say_one_of, NULL},
	{"prv_wifi", "ON|OFF|unsupported", say_one_of, NULL},
	{"prv_wlan_ssids", "na|Guest;Test|Büro & Labor;\"Lobby\"", say_one_of, NULL},
	{"registration_imsi", "(null)", say_imsi, NULL},
	{"registration_operator_name", "(null)", say_operator, NULL},
	{"regUuid", "", say_android_id, NULL},
	{"Samsung_DM", "FW: Key2,1 SW:1.0", say_constant, is_samsung},
	{"security_state", "", say_security, NULL},
	{"SIM_module_number", "", say_module, has_sim},
	{"system_id", "1|32767", say_number, has_cdma},
	{"total_media_card_size", "ctM", say_size, has_card},
	{"total_media_card_size_bytes", "ctb", say_size, has_card},
	{"total_ram_size", "rtM", say_size, NULL},
	{"total_ram_size_bytes", "rtb", say_size, NULL},
	{"total_storage_size", "stM", say_size, NULL},
	{"total_storage_size_bytes", "stb", say_size, NULL},
	{"usb_debugging", "ON|OFF", say_one_of, NULL},
	{"wifi_mac_addr", "", say_mac_lower, NULL},
	{NULL, NULL, NULL, NULL},
};
