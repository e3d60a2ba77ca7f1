// SPDX-License-Identifier: Apache-2.0
#include "hostile.h"

const char *const hostile_texts[] = {
	"]]>",
	"<![CDATA[x]]>",
	"<!-- -- -->",
	"<script>alert(1)</script>",
	"\"/><failure message='x'/>",
	"&amp; &#27; &#x0; &undefined;",
	"\x1b[31mred\x1b[0m \x1b]0;title\x07",
	"\x01\x02\x08\x0b\x0c\x0e\x1f\x7f",
	"\xc2\x85 \xc2\x9b C1",
	"a\r\nb\rc\td\n",
	"::error file=x::forged",
	"\n::add-mask::x\n  ::stop-commands::y",
	"##[add-mask]x ##vso[task.setvariable variable=x]y ##teamcity[testFailed name='x']",
	"[[ATTACHMENT|/etc/passwd]]",
	"\xff\xfe invalid \xc0\x80 overlong \xed\xa0\x80 surrogate \xf4\x90\x80\x80 beyond \xe2\x82",
	"\xef\xbf\xbe \xef\xbf\xbf \xef\xbb\xbf BOM",
	"\xe2\x80\xae right to left \xe2\x81\xa6 isolate \xe2\x80\x8b zero width",
	"\xf0\x9f\x98\x80 \xe4\xbd\xa0\xe5\xa5\xbd \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
	"%s %n %d",
	"$(id) `id` ${HOME} 'quoted'",
	"=cmd|' /C calc'!A0",
	" ",
	"",
};
const size_t hostile_count = ARRAY_LEN(hostile_texts);

const char *const canary_forms[] = {
	CANARY_PASSWORD,
	CANARY_USER ":" CANARY_PASSWORD,
	"Y2FuYXJ5WHcmPCJRejc+Lysgw6k=",
	"eGNhbmFyeVh3JjwiUXo3Pi8rIMOp",
	"eHhjYW5hcnlYdyY8IlF6Nz4vKyDDqQ==",
	"bWlhZG1pbjpjYW5hcnlYdyY8IlF6Nz4vKyDDqQ==",
	"eG1pYWRtaW46Y2FuYXJ5WHcmPCJRejc+Lysgw6k=",
	"eHhtaWFkbWluOmNhbmFyeVh3JjwiUXo3Pi8rIMOp",
	"Y2FuYXJ5WHcmPCJRejc-Lysgw6k=",
	"63616e6172795877263c22517a373e2f2b20c3a9",
	"63616E6172795877263C22517A373E2F2B20C3A9",
	"6d6961646d696e3a63616e6172795877263c22517a373e2f2b20c3a9",
	"canaryXw%26%3C%22Qz7%3E%2F%2B%20%C3%A9",
	"canaryXw%26%3C%22Qz7%3E%2F%2B+%C3%A9",
	"canaryXw%26%3c%22Qz7%3e%2f%2b%20%c3%a9",
	"canaryXw&<\\\"Qz7>/+ \\u00e9",
	"canaryXw&<\\\"Qz7>\\/+ \xc3\xa9",
	"canaryXw&amp;&lt;&quot;Qz7&gt;/+ \xc3\xa9",
	"canaryXw&amp;&lt;&#34;Qz7&gt;/+ \xc3\xa9",
	"&#99;&#97;&#110;&#97;&#114;&#121;&#88;&#119;&#38;&#60;&#34;&#81;&#122;&#55;&#62;&#47;&#43;&#32;&#233;",
	"&#x63;&#x61;&#x6e;&#x61;&#x72;&#x79;&#x58;&#x77;&#x26;&#x3c;&#x22;&#x51;&#x7a;&#x37;&#x3e;&#x2f;&#x2b;&#x20;&#"
	"xe9;",
	"&#X63;&#X61;&#X6E;&#X61;&#X72;&#X79;&#X58;&#X77;&#X26;&#X3C;&#X22;&#X51;&#X7A;&#X37;&#X3E;&#X2F;&#X2B;&#X20;&#"
	"XE9;",
	"\\u0063\\u0061\\u006e\\u0061\\u0072\\u0079\\u0058\\u0077\\u0026\\u003c\\u0022\\u0051\\u007a\\u0037\\u003e\\u002f"
	"\\u002b\\u0020\\u00e9",
	"%63%61%6e%61%72%79%58%77%26%3c%22%51%7a%37%3e%2f%2b%20%c3%a9",
	"canaryXw&amp;amp;&amp;lt;&amp;quot;Qz7&amp;gt;/+ \xc3\xa9",
	"canaryXw&<\\\\\\\"Qz7>/+ \\\\u00e9",
	"canaryXw%2526%253C%2522Qz7%253E%252F%252B%2520%25C3%25A9",
	"canaryXw%26amp%3B%26lt%3B%26quot%3BQz7%26gt%3B%2F%2B%20%C3%A9",
	"canaryXw&amp;&lt;\\&quot;Qz7&gt;/+ \\u00e9",
	"http://miadmin:canaryXw%26%3C%22Qz7%3E%2F%2B%20%C3%A9@host/",
	"Authorization: Basic bWlhZG1pbjpjYW5hcnlYdyY8IlF6Nz4vKyDDqQ==",
};
const size_t canary_form_count = ARRAY_LEN(canary_forms);

const char *const canary_marks[] = {
	"canaryXw",       "Qz7",  "uYXJ5WHcmPC", "hbmFyeVh3Jjw", "YW5hcnlYdyY8", "616e6172795877",
	"616E6172795877", "#97;", "#x61;",       "#X61;",        "u0061",        "%61",
};
const size_t canary_mark_count = ARRAY_LEN(canary_marks);
