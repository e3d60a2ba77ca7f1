// SPDX-License-Identifier: Apache-2.0
#include "places.h"

enum { US, CA, DE, GB, FR, IN, CI, JP, AT, CH, ES, SE, MX };

static const struct country countries[] = {
	[US] = {"United States", "US", 1, 183, 310, true},
	[CA] = {"Canada", "CA", 1, 31, 302, true},
	[DE] = {"Germany", "DE", 49, 62, 262, true},
	[GB] = {"United Kingdom", "GB", 44, 182, 234, true},
	[FR] = {"France", "FR", 33, 57, 208, true},
	[IN] = {"India", "IN", 91, 77, 404, true},
	[CI] = {"Côte d'Ivoire", "CI", 225, 42, 612, true},
	[JP] = {"Japan", "JP", 81, 84, 440, true},
	[AT] = {"Austria", "AT", 43, 12, 232, true},
	[CH] = {"Switzerland", "CH", 41, 165, 228, true},
	[ES] = {"Spain", "ES", 34, 158, 214, true},
	[SE] = {"Sweden", "SE", 46, 164, 240, true},
	[MX] = {"Mexico", "MX", 52, 109, 334, true},
	{"Albania", "AL", 355, 2, 276, false},
	{"Argentina", "AR", 54, 9, 722, true},
	{"Australia", "AU", 61, 11, 505, true},
	{"Belgium", "BE", 32, 18, 206, true},
	{"Bosnia & Herzegovina", "BA", 387, 23, 218, false},
	{"Brazil", "BR", 55, 25, 724, true},
	{"Bulgaria", "BG", 359, 27, 284, true},
	{"Chile", "CL", 56, 36, 730, true},
	{"China", "CN", 86, 37, 460, true},
	{"Curaçao", "CW", 599, 195, 362, false},
	{"Czech Republic", "CZ", 420, 46, 230, true},
	{"Denmark", "DK", 45, 47, 238, true},
	{"Egypt", "EG", 20, 52, 602, true},
	{"Finland", "FI", 358, 56, 244, true},
	{"Greece", "GR", 30, 65, 202, true},
	{"Hungary", "HU", 36, 75, 216, true},
	{"Ireland", "IE", 353, 81, 272, true},
	{"Israel", "IL", 972, 82, 425, true},
	{"Italy", "IT", 39, 83, 222, true},
	{"Netherlands", "NL", 31, 120, 204, true},
	{"New Zealand", "NZ", 64, 123, 530, true},
	{"Norway", "NO", 47, 129, 242, true},
	{"Poland", "PL", 48, 137, 260, true},
	{"Portugal", "PT", 351, 138, 268, true},
	{"Saint Kitts & Nevis", "KN", 1869, 146, 356, false},
	{"São Tomé and Príncipe", "ST", 239, 150, 626, false},
	{"Singapore", "SG", 65, 154, 525, true},
	{"South Africa", "ZA", 27, 157, 655, true},
	{"Turkey", "TR", 90, 176, 286, true},
};

static const struct carrier carriers[] = {
	{"AT&T", "txt.att.net", "410", NULL, 269, US, false, true},
	{"Verizon", "vtext.com", "004", "VZW", 4195, US, false, true},
	{"T-Mobile", "tmomail.net", "260", NULL, 271, US, false, true},
	{"Rogers", "pcs.rogers.com", "720", NULL, 302, CA, false, true},
	{"Telekom.de", "t-mobile-sms.de", "01", NULL, 410, DE, false, true},
	{"o2-de", "o2online.de", "07", NULL, 412, DE, false, true},
	{"EE & Orange", "mms.ee.example", "30", NULL, 505, GB, false, true},
	{"Société Mobile <FR>", "sms.societe.example", "01", NULL, 520, FR, false, true},
	{"Airtel", "airtelmail.example", "10", NULL, 601, IN, false, true},
	{"Orange CI", "sms.orange-ci.example", "03", NULL, 640, CI, false, true},
	{"ドコモ", "docomo.example", "10", NULL, 650, JP, false, true},
	{"Sprint", "messaging.sprintpcs.com", "120", "SPR", 275, US, false, true},
	{"A1", "a1.example", "01", NULL, 430, AT, false, true},
	{"Swisscom", "sms.swisscom.example", "01", NULL, 435, CH, false, true},
	{"Movistar", "movistar.example", "07", NULL, 540, ES, false, false},
	{"Telia \"SE\"", "telia.example", "01", NULL, 560, SE, false, true},
	{"Telcel", "telcel.example", "020", NULL, 580, MX, false, false},
	{"City Telephone & Cable", "ctc.example", "900", NULL, 9001, US, true, false},
	{"Stadtnetz Köln", "stadtnetz.example", "90", NULL, 9002, DE, true, true},
};

_Static_assert(sizeof carriers / sizeof carriers[0] >= CARRIERS_IN_USE, "devices need that many operators");

struct places places_built_in(void)
{
	return (struct places){countries, sizeof countries / sizeof countries[0], carriers,
	                       sizeof carriers / sizeof carriers[0]};
}
