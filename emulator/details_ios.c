// SPDX-License-Identifier: Apache-2.0
#include "details.h"
#include "idcode.h"

enum { SALT_UDID = 600, SALT_SERIAL, SALT_CAPACITY };

#define GIB UINT64_C(1073741824)
#define BLOCK (GIB / 16384) // sizes are whole blocks, so that they have an exact decimal form in GiB

static uint64_t capacity(const struct detail_source *s, bool available)
{
	uint64_t mixed = idcode_mix(s->device->index, SALT_CAPACITY);
	uint64_t total = 14 * 16384 + mixed % (240 * 16384);
	return (available ? total * ((mixed >> 40) % 95) / 100 : total) * BLOCK;
}

static bool is_available(const struct detail_source *s)
{
	return s->argument[0] == 'a';
}

static void say_gib(const struct detail_source *s, struct bytes *out)
{
	uint64_t size = capacity(s, is_available(s));
	bytes_u64(out, size / GIB);
	bytes_char(out, '.');
	bytes_padded(out, size % GIB / BLOCK * UINT64_C(100000000000000) / 16384, 14);
	while (out->len > 1 && out->data[out->len - 1] == '0' && out->data[out->len - 2] != '.')
		out->len--;
}

static void say_long_bytes(const struct detail_source *s, struct bytes *out)
{
	bytes_u64(out, capacity(s, is_available(s)));
	bytes_str(out, ".0000000000000000");
}

static void say_udid(const struct detail_source *s, struct bytes *out)
{
	for (uint64_t part = 0; part < 5; part++)
		bytes_hex(out, idcode_mix(s->device->index, SALT_UDID + 10 * part), 8, false);
}

static void say_serial(const struct detail_source *s, struct bytes *out)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRSTVWXY";
	uint64_t bits = idcode_mix(s->device->index, SALT_SERIAL);
	bytes_char(out, 'V');
	for (unsigned i = 0; i < 10; i++, bits >>= 5)
		bytes_char(out, alphabet[bits & 31]);
}

static void say_bluetooth(const struct detail_source *s, struct bytes *out)
{
	bytes_hex(out, s->device->mac ^ 1, 12, true);
}

static void say_device_id(const struct detail_source *s, struct bytes *out)
{
	if (has_sim(s)) {
		bytes_str(out, "IMEI:");
		say_imei(s, out);
	} else {
		say_udid(s, out);
	}
}

static void say_spaced_imei(const struct detail_source *s, struct bytes *out)
{
	char storage[16];
	struct bytes digits;
	bytes_over(&digits, storage, sizeof storage);
	say_imei(s, &digits);
	bytes_add(out, storage, 2);
	bytes_char(out, ' ');
	bytes_add(out, storage + 2, 6);
	bytes_char(out, ' ');
	bytes_add(out, storage + 8, 6);
	bytes_char(out, ' ');
	bytes_add(out, storage + 14, 1);
}

static void say_iccid(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, "8949 2260 ");
	bytes_padded(out, s->mixed, 4);
	bytes_char(out, ' ');
	bytes_padded(out, s->mixed >> 20, 4);
	bytes_char(out, ' ');
	bytes_padded(out, s->mixed >> 40, 3);
}

static void say_name(const struct detail_source *s, struct bytes *out)
{
	bytes_text(out, s->device->first_name);
	bytes_str(out, "'s ");
	bytes_str(out, s->device->model_row->name);
}

static void say_long_version(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, "iPhone OS ");
	say_version(s, out);
	bytes_str(out, " (");
	say_build(s, out);
	bytes_char(out, ')');
}

static void say_family(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, s->device->persona->platform == IPAD ? "iPad" : "iPhone");
}

static void say_mnc(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, has_cdma(s) ? s->device->carrier->cdma : s->device->carrier->network);
}

// The argument is what a roaming device says instead of its home network.
static void say_current_mnc(const struct detail_source *s, struct bytes *out)
{
	if (device_has(s->device, ROAMING))
		say_constant(s, out);
	else
		say_mnc(s, out);
}

// A device that roams was allowed to.
static void say_may_roam(const struct detail_source *s, struct bytes *out)
{
	if (device_has(s->device, ROAMING))
		bytes_str(out, "true");
	else
		say_one_of(s, out);
}

static void say_current_mcc(const struct detail_source *s, struct bytes *out)
{
	if (device_has(s->device, ROAMING))
		say_constant(s, out);
	else
		say_mcc(s, out);
}

static void say_compromised(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, device_has(s->device, ROOTED) ? "true" : "false");
}

static void say_security(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, device_has(s->device, ROOTED) ? "0" : "1");
}

static void say_check_out(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, device_has(s->device, CHECKED_OUT) ? "true" : "false");
}

static void say_signal(const struct detail_source *s, struct bytes *out)
{
	bytes_char(out, '-');
	say_number(s, out);
}

static void say_address(const struct detail_source *s, struct bytes *out)
{
	bytes_str(out, "192.168.1.");
	say_number(s, out);
}

// Keys without an underscore come from the MDM server, so only from a device that is or was managed.
static bool has_mdm(const struct detail_source *s)
{
	return device_has(s->device, MDM) || device_has(s->device, CHECKED_OUT);
}

static bool has_mdm_sim(const struct detail_source *s)
{
	return has_mdm(s) && has_sim(s);
}

static bool has_gsm(const struct detail_source *s)
{
	return has_sim(s) && !has_cdma(s);
}

static bool has_ios5(const struct detail_source *s)
{
	return has_mdm(s) && s->device->model_row->version[0] != '4';
}

static bool has_ios5_sim(const struct detail_source *s)
{
	return has_ios5(s) && has_sim(s);
}

static bool has_wifi(const struct detail_source *s)
{
	return s->mixed % 3 != 0;
}

const struct detail_row ios_details[] = {
	{"allowAppInstallation", "true|false", say_one_of, has_mdm},
	{"allowCloudBackup", "true|false", say_one_of, has_ios5},
	{"allowCloudDocumentSync", "true|false", say_one_of, has_ios5},
	{"allowExplicitContent", "true|false", say_one_of, has_mdm},
	{"allowInAppPurchases", "true|false", say_one_of, has_mdm},
	{"allowiTunes", "true|false", say_one_of, has_mdm},
	{"allowMultiPlayerGaming", "true|false", say_one_of, has_mdm},
	{"allowPhotoStream", "true|false", say_one_of, has_ios5},
	{"allowUntrustedTLSPrompt", "true|false", say_one_of, has_ios5},
	{"allowVideoConferencing", "true|false", say_one_of, has_mdm},
	{"allowVoiceDialing", "true|false", say_one_of, has_mdm},
	{"allowYouTube", "true|false", say_one_of, has_mdm},
	{"apnsToken", "64", say_hex, NULL},
	{"AvailableDeviceCapacity", "available", say_gib, has_mdm},
	{"Battery Level", "0.1000000149011612|0.85|1.0|0.5|-1.0", say_one_of, has_ios5},
	{"battery_life", "0|100", say_number, NULL},
	{"BluetoothMAC", "", say_bluetooth, has_mdm},
	{"BuildVersion", "", say_build, has_mdm},
	{"CarrierSettingsVersion", "11.0|12.10|53.0", say_one_of, has_mdm_sim},
	{"CellularTechnology", "", say_technology, has_mdm_sim},
	{"CheckOut Received", "", say_check_out, has_mdm},
	{"Client_build_date", "Apr 8 2011 12:02:24|Jun 14 2023 09:30:00", say_one_of, NULL},
	{"client_name", "com.mobileiron.phoneatwork", say_constant, NULL},
	{"Client_version", "4.5.12.33698|12.11.1|16.0", say_one_of, NULL},
	{"country_code", "", say_mcc, has_sim},
	{"Current MCC", "204", say_current_mcc, has_mdm_sim},
	{"Current MNC", "08", say_current_mnc, has_mdm_sim},
	{"DataRoamingEnabled", "true|false", say_may_roam, has_mdm_sim},
	{"device_id", "", say_device_id, NULL},
	{"device_manufacturer", "Apple", say_constant, NULL},
	{"device_model", "", say_model, NULL},
	{"device_type", "", say_technology, NULL},
	{"DeviceCapacity", "total", say_gib, has_mdm},
	{"DeviceCompromised", "", say_compromised, NULL},
	{"DeviceName", "", say_name, has_mdm},
	{"forceEncryptedBackup", "true|false", say_one_of, has_mdm},
	{"free_storage_size_byte", "available", say_long_bytes, NULL},
	{"HardwareEncryptionCaps", "3|2|1", say_one_of, has_mdm},
	{"imei", "", say_imei, has_gsm},
	{"ImeiOrMeid", "", say_spaced_imei, has_sim},
	{"imsi", "na", say_imsi, NULL},
	{"iOSBackgroundStatus", "0|4", say_number, NULL},
	{"ip_address", "2|254", say_address, has_wifi},
	{"iPhone ICCID", "", say_iccid, has_sim},
	{"iPhone IMEI", "", say_spaced_imei, has_gsm},
	{"iPhone MAC_ADDRESS_EN0", "", say_mac_colons, NULL},
	{"iPhone PRODUCT", "", say_model, NULL},
	{"iPhone UDID", "", say_udid, NULL},
	{"iPhone VERSION", "", say_build, NULL},
	{"it_policy_result", "0", say_constant, NULL},
	{"lat_long_last_captured_at", "", say_located_at, has_location},
	{"latitude", "", say_latitude, has_location},
	{"locale", "en-US|en|fr_FR", say_one_of, NULL},
	{"longitude", "", say_longitude, has_location},
	{"maxGracePeriod", "0|900", say_number, has_mdm},
	{"maxInactivity", "1|300", say_number, has_mdm},
	{"minLength", "4|12", say_number, has_mdm},
	{"mobile_number", "(null)", say_phone, NULL},
	{"Model", "MC820LL|MC603DN|MLPF3LL/A", say_one_of, has_mdm},
	{"ModelName", "", say_family, has_mdm},
	{"ModemFirmwareVersion", "05.16.05|1.59.00|4.02.01", say_one_of, has_mdm_sim},
	{"os_version", "", say_long_version, NULL},
	{"OSVersion", "", say_version, has_mdm},
	{"PasscodeIsCompliant", "true|true|false", say_one_of, has_mdm},
	{"PasscodeIsCompliantWithProfiles", "true|false", say_one_of, has_mdm},
	{"PasscodePresent", "true|false", say_one_of, has_mdm},
	{"platform_name", "iPhone", say_constant, NULL},
	{"platform_type", "", say_family, NULL},
	{"processor_architecture", "ARM", say_constant, NULL},
	{"ProductName", "", say_product, has_mdm},
	{"ratingApps", "1000|600|100", say_one_of, has_mdm},
	{"ratingMovies", "1000|500", say_one_of, has_mdm},
	{"ratingTVShows", "1000|600", say_one_of, has_mdm},
	{"registration_imsi", "(null)", say_imsi, NULL},
	{"registration_operator_name", "(null)", say_operator, NULL},
	{"safariAcceptCookies", "0|2", say_number, has_mdm},
	{"safari Allow Popups", "true|false", say_one_of, has_mdm},
	{"safariForceFraudWarning", "true|false", say_one_of, has_mdm},
	{"security_reason_code", "0", say_constant, NULL},
	{"security_state", "", say_security, NULL},
	{"SerialNumber", "", say_serial, has_mdm},
	{"signal_strength", "50|113", say_signal, has_sim},
	{"SIM MCC", "", say_mcc, has_mdm_sim},
	{"SIM MNC", "", say_mnc, has_mdm_sim},
	{"SIMCarrierNetwork", "", say_operator, has_mdm_sim},
	{"Subscriber Carrier Network", "", say_operator, has_ios5_sim},
	{"total_storage_size_bytes", "total", say_long_bytes, NULL},
	{"Voice Roaming Enabled", "true|false", say_may_roam, has_mdm_sim},
	{"WiFiMAC", "", say_mac_upper, NULL},
	{NULL, NULL, NULL, NULL},
};
