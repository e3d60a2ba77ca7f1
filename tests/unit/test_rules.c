// SPDX-License-Identifier: Apache-2.0
/* Each rule over a recorded answer: once holding, and once for each way of failing, with all that the finding says. */
#include "rules.h"

#include <criterion/criterion.h>
#include <string.h>

#include "finding_helper.h"
#include "pattern.h"
#include "rule.h"

static const struct requirement explicit_one = {.id = "R001", .strength = STRENGTH_EXPLICIT, .section = "A"};
static const struct requirement of_row = {.id = "R065", .strength = STRENGTH_EXPLICIT, .section = "B"};

static const struct value statuses[] = {
	{.word = "ACTIVE", .code = "97", .requirement = &of_row},
	{.word = "BLOCKED", .code = "98"},
	{.word = "WORD_ONLY"},
	{.code = "7"},
};
static const struct value_table status_table = {"status", statuses, ARRAY_LEN(statuses), false, false, {0}};

static const struct value bits[] = {{.word = "LOST", .code = "1"}, {.word = "LATE", .code = "4"}};
static const struct value_table bit_table = {"bits", bits, ARRAY_LEN(bits), false, false, {0}};
static const struct value_table open_bits = {"bits", bits, ARRAY_LEN(bits), false, true, {0}};

static const struct value columns[] = {{.word = "Device UUID"}, {.word = "Status"}};
static const struct value_table column_table = {"columns", columns, ARRAY_LEN(columns), false, false, {0}};

static const struct condition_term is_static[] = {{"static", PREDICATE_EQUALS, "true", NULL}};
static const struct condition when_static = {is_static, 1};
static const struct condition_term no_query[] = {
	{"query", PREDICATE_EMPTY, NULL, NULL},
	{"count", PREDICATE_NONZERO, NULL, NULL},
};
static const struct condition then_no_query = {no_query, 2};

static const struct condition_term type_terms[] = {{"on", PREDICATE_EQUALS, "1", NULL},
                                                   {"l/e/t", PREDICATE_EQUALS, "A", NULL}};
static const struct condition when_type = {type_terms, 2};
static const struct condition_term on_term[] = {{"l/e/v", PREDICATE_EQUALS, "on", NULL}};
static const struct condition then_on = {on_term, 1};

static const struct parameter parameters[] = {
	{.name = "status", .default_value = "ACTIVE"},
	{.name = "phone"},
	{.name = "mac"},
};
static const struct endpoint operation = {.parameters = parameters, .parameter_count = ARRAY_LEN(parameters)};

/* clang-format off */
/* Arguments, by kind. */
#define ONE(value) {.given = true, .text = (value)}
#define TWO(a, b) {.given = true, .items = (const char *const[]){(a), (b)}, .count = 2}
#define SINGLE(a) {.given = true, .items = (const char *const[]){(a)}, .count = 1}
#define TABLE(value) {.given = true, .table = &(value)}
#define WHERE(value) {.given = true, .condition = &(value)}
#define SENT(...) .sent = (const struct binding[]){__VA_ARGS__}, .sent_count = 1

static const struct row {
	const char *name;
	const char *rule;
	struct argument arguments[ARGUMENTS_MAX];
	const char *records; /**< path of the records; NULL: the rule looks at the root */
	const char *body;
	const char *wanted;
	const struct binding *sent;
	size_t sent_count;
} rows[] = {
	{"as many as the message says", "count-message", {ONE("l/d")}, "l/d",
	 "<r><messages><message>Found 2 devices</message></messages><l><d/><d/></l></r>", "", NULL, 0},
	{"leading zeros do not count", "count-message", {ONE("l/d")}, NULL,
	 "<r><messages><message>Found 002 devices</message></messages><l><d/><d/></l></r>", "", NULL, 0},
	{"a number in words is not judged", "count-message", {ONE("l/d")}, "l/d",
	 "<r><messages><message>two</message></messages><l><d/><d/></l></r>",
	 "note count-message R001 messages/message <> | - | two | the message does not hold exactly one integer; its count "
	 "is not judged\n", NULL, 0},
	{"two numbers are not judged", "count-message", {ONE("l/d")}, "l/d",
	 "<r><messages><message>1 of</message><message>2</message></messages><l><d/></l></r>",
	 "note count-message R001 messages/message <> | - | 1 of 2 | the message does not hold exactly one integer; its "
	 "count is not judged\n", NULL, 0},
	{"another number, records streamed", "count-message", {ONE("l/d")}, "l/d",
	 "<r><messages><message>3 found</message></messages><l><d/><d/></l></r>",
	 "failure count-message R001 messages/message <> | 2, the number of l/d elements | 3 found | the count in the "
	 "message differs from the answer\n", NULL, 0},
	{"another number, counted in the tree", "count-message", {ONE("d")}, NULL, "<r><message>1</message><d/><d/></r>",
	 "failure count-message R001 messages/message <> | 2, the number of d elements | 1 | the count in the message "
	 "differs from the answer\n", NULL, 0},
	{"no element at all", "count-message", {ONE("l/d")}, NULL, "<r><messages><message>1</message></messages></r>",
	 "failure count-message R001 messages/message <> | 0, the number of l/d elements | 1 | the count in the message "
	 "differs from the answer\n", NULL, 0},

	{"no messages", "empty-message", {{0}}, NULL, "<r/>", "", NULL, 0},
	{"blanks are no text", "empty-message", {{0}}, NULL,
	 "<r><messages> <message> </message></messages></r>", "", NULL, 0},
	{"a text", "empty-message", {{0}}, NULL, "<r><messages><message>oh</message></messages></r>",
	 "failure empty-message R001 messages <> | no message | oh | the guide says that messages is empty here\n", NULL,
	 0},
	{"a text without message", "empty-message", {{0}}, NULL, "{\"messages\":\"oh\"}",
	 "failure empty-message R001 messages <> | no message | oh | the guide says that messages is empty here\n", NULL,
	 0},

	{"the second has text", "message", {{0}}, NULL,
	 "<r><messages><message/><message>x</message></messages></r>", "", NULL, 0},
	{"messages without text", "message", {{0}}, NULL, "<r><messages><message> </message></messages></r>",
	 "failure message R001 messages/message <> | a message that says why | - | there is no message text\n", NULL, 0},

	{"one row", "pair", {TWO("s", "c"), TABLE(status_table)}, "d", "<r><d><s>active</s><c>97</c></d></r>", "", NULL, 0},
	{"zeros of a number", "pair", {TWO("s", "c"), TABLE(status_table)}, "d",
	 "<r><d><s>ACTIVE</s><c>097.00</c></d></r>", "", NULL, 0},
	{"neither is known", "pair", {TWO("s", "c"), TABLE(status_table)}, "d",
	 "<r><d><s>X</s><c>1</c></d></r>", "", NULL, 0},
	{"one is empty", "pair", {TWO("s", "c"), TABLE(status_table)}, "d", "<r><d><s>ACTIVE</s><c/></d></r>", "", NULL, 0},
	{"two rows, the word's requirement", "pair", {TWO("s", "c"), TABLE(status_table)}, "d",
	 "<r><d><s>BLOCKED</s><c>98</c></d><d><uuid>u2</uuid><s>ACTIVE</s><c>98</c></d></r>",
	 "failure pair R065 d[2]/c <u2> | ACTIVE with 97 | ACTIVE with 98 | s and c do not belong together\n", NULL, 0},
	{"the word is unknown, the code's row has no requirement", "pair", {TWO("s", "c"), TABLE(status_table)}, "d",
	 "<r><d><s>X</s><c>98</c></d></r>",
	 "failure pair R001 d[1]/c <> | BLOCKED with 98 | X with 98 | s and c do not belong together\n", NULL, 0},
	{"a fraction is another code", "pair", {TWO("s", "c"), TABLE(status_table)}, "d",
	 "<r><d><s>ACTIVE</s><c>97.5</c></d></r>",
	 "failure pair R065 d[1]/c <> | ACTIVE with 97 | ACTIVE with 97.5 | s and c do not belong together\n", NULL, 0},

	{"documented bits", "bitmap", {TWO("a", "b"), TABLE(bit_table)}, "d",
	 "<r><d><a>5</a><b>0</b></d></r>", "", NULL, 0},
	{"what is no number is the type's affair", "bitmap", {SINGLE("a"), TABLE(bit_table)}, "d",
	 "<r><d><a>0x10</a></d><d><a>-2</a></d></r>", "", NULL, 0},
	{"a bit too much", "bitmap", {TWO("a", "b"), TABLE(bit_table)}, "d", "<r><d><id>9</id><a>1</a><b>7.0</b></d></r>",
	 "failure bitmap R001 d[1]/b <9> | a sum of bits of the table bits | 7 | bits 0x2 are not in the guide's table\n",
	 NULL, 0},
	{"more bits than there are", "bitmap", {SINGLE("a"), TABLE(bit_table)}, "d",
	 "<r><d><a>99999999999999999999</a></d></r>",
	 "failure bitmap R001 d[1]/a <> | a sum of bits of the table bits | 99999999999999999999 | bits beyond the first 64 "
	 "are not in the guide's table\n", NULL, 0},
	{"the highest of 64 bits", "bitmap", {SINGLE("a"), TABLE(bit_table)}, "d",
	 "<r><d><a>9223372036854775808</a></d></r>",
	 "failure bitmap R001 d[1]/a <> | a sum of bits of the table bits | 9223372036854775808 | bits 0x8000000000000000 "
	 "are not in the guide's table\n", NULL, 0},
	{"in an open table it is a note", "bitmap", {SINGLE("a"), TABLE(open_bits)}, "d", "<r><d><a>24</a></d></r>",
	 "note bitmap R001 d[1]/a <> | - | 24 | bits 0x18 are not in the guide's table\n", NULL, 0},

	{"the premise does not hold", "implies", {WHERE(when_static), WHERE(then_no_query)}, "d",
	 "<r><d><static>false</static><query>q</query></d></r>", "", NULL, 0},
	{"both hold", "implies", {WHERE(when_static), WHERE(then_no_query)}, "d",
	 "<r><d><static>TRUE</static><query/><count>1</count></d></r>", "", NULL, 0},
	{"each term of the consequence is told", "implies", {WHERE(when_static), WHERE(then_no_query)}, "d",
	 "<r><d><static>true</static><query>q</query><count>0</count></d></r>",
	 "failure implies R001 d[1]/query <> | query is empty | q | must hold because static is true\n"
	 "failure implies R001 d[1]/count <> | count is a number other than 0 | 0 | must hold because static is true\n",
	 NULL, 0},

	{"every record is as it must be", "holds", {WHERE(when_static)}, "d",
	 "<r><d><static>TRUE</static></d><d><static>true</static></d></r>", "", NULL, 0},
	{"the root is not as it must be", "holds", {WHERE(then_no_query)}, NULL, "<r><query>q</query><count>1</count></r>",
	 "failure holds R001 query <> | query is empty | q | the state is not what it must be here\n", NULL, 0},
	{"the second record is the one", "some-record", {WHERE(when_static)}, "d",
	 "<r><d/><d><static>true</static></d></r>", "", NULL, 0},
	{"no record is the one", "some-record", {WHERE(when_static)}, "d", "<r><d/><d><static>false</static></d></r>",
	 "failure some-record R001 d <> | static is true | none of 2 records | the record is not there\n", NULL, 0},
	{"an element of a list that is not streamed", "some-record", {WHERE(when_static), ONE("l/d")}, NULL,
	 "<r><l><d/><d><static>true</static></d></l></r>", "", NULL, 0},
	{"none in a list that is not streamed", "some-record", {WHERE(when_static), ONE("l/d")}, NULL, "<r><l><d/></l></r>",
	 "failure some-record R001 l/d <> | static is true | none of 1 records | the record is not there\n", NULL, 0},
	{"nothing of the kind", "no-record", {WHERE(when_static)}, "d", "<r><d/><d><static>false</static></d></r>", "", NULL,
	 0},
	{"the second must not be there", "no-record", {WHERE(when_static)}, "d",
	 "<r><d/><d><static>true</static></d></r>",
	 "failure no-record R001 d[2] <> | no such record | static is true | the record must not be there\n", NULL, 0},
	{"one in a list that is not streamed", "no-record", {WHERE(when_static), ONE("l/d")}, NULL,
	 "<r><l><d><static>true</static></d></l></r>",
	 "failure no-record R001 l/d <> | no such record | static is true | the record must not be there\n", NULL, 0},

	{"each element for which the premise holds", "each", {ONE("l/e"), WHERE(when_type), WHERE(then_on), TWO("l/e/n", "l/e/m")}, "d",
	 "<r><d><on>1</on><l><e><t>A</t><v>on</v><n>x</n><m>X</m></e><e><t>B</t><v>2</v></e></l></d></r>", "", NULL, 0},
	{"a premise on the record itself", "each", {ONE("l/e"), WHERE(when_type), WHERE(then_on), {0}}, "d",
	 "<r><d><on>0</on><l><e><t>A</t><v>2</v></e></l></d></r>", "", NULL, 0},
	{"the second element fails, and its fields differ", "each", {ONE("l/e"), WHERE(when_type), WHERE(then_on), TWO("l/e/n", "l/e/m")}, "d",
	 "<r><d><on>1</on><l><e><t>B</t></e><e><t>A</t><v>off</v><n>x</n><m>y</m></e></l></d></r>",
	 "failure each R001 d[1]/l/e/v <> | l/e/v is on | off | must hold because on is 1 and l/e/t is A\n"
	 "failure each R001 d[1]/l/e/m <> | x, as l/e/n | y | two fields of one element differ\n", NULL, 0},
	{"without a premise", "each", {ONE("l/e"), {0}, WHERE(then_on), {0}}, "d", "<r><d><l><e><v>off</v></e></l></d></r>",
	 "failure each R001 d[1]/l/e/v <> | l/e/v is on | off | must hold for each of these elements\n", NULL, 0},
	{"values once in each record", "unique-within", {ONE("l/e"), ONE("l/e/t"), ONE("X")}, "d",
	 "<r><d><l><e><t>A</t></e><e><t>X</t></e><e><t>X</t></e><e/><e/></l></d><d><l><e><t>A</t></e></l></d></r>", "", NULL, 0},
	{"the elements themselves are different", "unique-within", {ONE("l/e"), ONE("l/e"), {0}}, "d",
	 "<r><d><l><e>1</e><e>2</e></l></d></r>", "", NULL, 0},
	{"one element is there twice", "unique-within", {ONE("l/e"), ONE("l/e"), {0}}, "d", "<r><d><l><e>1</e><e>1</e></l></d></r>",
	 "failure unique-within R001 d[1]/l/e <> | each value once | 1 | a value occurs twice in one record\n", NULL, 0},
	{"a value twice in one record", "unique-within", {ONE("l/e"), ONE("l/e/t"), {0}}, "d",
	 "<r><d/><d><l><e><t>A</t></e><e><t>A</t></e></l></d></r>",
	 "failure unique-within R001 d[2]/l/e/t <> | each value once | A | a value occurs twice in one record\n", NULL, 0},
	{"XML has no arrays", "in-array", {ONE("l")}, "d", "<r><d><l><e>1</e></l></d></r>", "", NULL, 0},
	{"an element of the table", "named-in", {TABLE(status_table)}, "active", "<r><Active><s>1</s></Active></r>", "", NULL, 0},
	{"an element that is not in the table", "named-in", {TABLE(status_table)}, "d", "<r><d><s>1</s></d></r>",
	 "failure named-in R001 d[1] <> | ACTIVE, BLOCKED, WORD_ONLY | d | the guide has no element of this name here\n", NULL, 0},
	{"an element of another name", "named", {ONE("x"), WHERE(then_no_query)}, "d", "<r><d><query>q</query></d></r>", "", NULL, 0},
	{"an element of that name", "named", {ONE("D"), WHERE(then_no_query)}, "d", "<r><d><query>q</query><count>1</count></d></r>",
	 "failure named R001 d[1]/query <> | query is empty | q | must hold for each D\n", NULL, 0},

	{"as sent", "equals-parameter", {ONE("s"), ONE("status"), {0}}, "d", "<r><d><s> LOST </s></d></r>", "",
	 SENT({"status", "LOST"})},
	{"absent is another rule's affair", "equals-parameter", {ONE("s"), ONE("status"), {0}}, "d",
	 "<r><d/></r>", "", NULL, 0},
	{"neither sent nor a default", "equals-parameter", {ONE("s"), ONE("phone"), {0}}, "d", "<r><d><s>x</s></d></r>",
	 "", NULL, 0},
	{"not as sent", "equals-parameter", {ONE("s"), ONE("status"), {0}}, "d",
	 "<r><d><uuid>a</uuid><s>LOST</s></d><d><uuid>b</uuid><s>lost</s></d></r>",
	 "failure equals-parameter R001 d[2]/s <b> | LOST | lost | asked for status=LOST\n", SENT({"status", "LOST"})},
	{"an empty field is not what was asked for", "equals-parameter", {ONE("s"), ONE("status"), {0}}, "d",
	 "<r><d><s/></d></r>", "failure equals-parameter R001 d[1]/s <> | LOST | - | asked for status=LOST\n",
	 SENT({"status", "LOST"})},
	{"the root's field, after the records", "equals-parameter", {ONE("/phone"), ONE("phone"), {0}}, "l/d",
	 "<r><l><d><phone>other</phone></d><d/></l><phone>1</phone></r>", "", SENT({"phone", "1"})},
	{"not the root's field, told once", "equals-parameter", {ONE("/phone"), ONE("phone"), {0}}, "l/d",
	 "<r><l><d><phone>1</phone></d><d/></l><phone>2</phone></r>",
	 "failure equals-parameter R001 phone <> | 1 | 2 | asked for phone=1\n", SENT({"phone", "1"})},
	{"the root without records", "together", {TWO("/m/a", "/m/b"), {0}}, NULL, "<r><m><a>1</a></m></r>",
	 "failure together R001 m/b <> | all of these fields or none | - | 1 of 2 fields that belong together are present\n",
	 NULL, 0},
	{"not the default", "equals-parameter", {ONE("s"), ONE("status"), {0}}, "d", "<r><d><s>LOST</s></d></r>",
	 "failure equals-parameter R001 d[1]/s <> | ACTIVE | LOST | asked for status=ACTIVE\n", NULL, 0},
	{"in any case", "equals-parameter", {ONE("s"), ONE("status"), ONE("nocase")}, "d", "<r><d><s>active</s></d></r>",
	 "", NULL, 0},
	{"a phone number with country code", "equals-parameter", {ONE("p"), ONE("phone"), ONE("phone")}, "d",
	 "<r><d><p>+1 (408) 555-1234</p></d><d><p>5551234</p></d></r>", "", SENT({"phone", "4085551234"})},
	{"a word for no phone number", "equals-parameter", {ONE("p"), ONE("phone"), ONE("phone")}, "d",
	 "<r><d><p>PDA</p></d></r>", "", SENT({"phone", "PDA"})},
	{"another phone number", "equals-parameter", {ONE("p"), ONE("phone"), ONE("phone")}, "d",
	 "<r><d><p>551234</p></d></r>",
	 "failure equals-parameter R001 d[1]/p <> | 4085551234 | 551234 | asked for phone=4085551234\n",
	 SENT({"phone", "4085551234"})},
	{"a MAC address however written", "equals-parameter", {ONE("m"), ONE("mac"), ONE("mac")}, "d",
	 "<r><d><m>38:aa:3c-62.bfad</m></d></r>", "", SENT({"mac", "38AA3C62BFAD"})},
	{"another MAC address", "equals-parameter", {ONE("m"), ONE("mac"), ONE("mac")}, "d",
	 "<r><d><m>38:aa:3c:62:bf:ae</m></d></r>",
	 "failure equals-parameter R001 d[1]/m <> | 38AA3C62BFAD | 38:aa:3c:62:bf:ae | asked for mac=38AA3C62BFAD\n",
	 SENT({"mac", "38AA3C62BFAD"})},
	{"below the root where there are no records", "equals-parameter", {ONE("d/s"), ONE("status"), {0}}, NULL,
	 "<r><d><s>LOST</s></d></r>", "failure equals-parameter R001 d/s <> | ACTIVE | LOST | asked for status=ACTIVE\n",
	 NULL, 0},

	{"equal or absent", "equals-field", {TWO("a", "b"), {0}, {0}}, "d",
	 "<r><d><a>1</a><b> 1 </b></d><d><a>2</a></d></r>", "", NULL, 0},
	{"not equal", "equals-field", {TWO("a", "b"), {0}, {0}}, "d", "<r><d><a>x</a><b>X</b></d></r>",
	 "failure equals-field R001 d[1]/b <> | x, as in a | X | the two fields must be equal\n", NULL, 0},
	{"equal but for case", "equals-field", {TWO("a", "b"), ONE("nocase"), {0}}, "d", "<r><d><a>x</a><b>X</b></d></r>",
	 "", NULL, 0},
	{"only where the condition holds", "equals-field", {TWO("a", "b"), {0}, WHERE(when_static)}, "d",
	 "<r><d><a>1</a><b>2</b></d><d><static>true</static><a>1</a><b>3</b></d></r>",
	 "failure equals-field R001 d[2]/b <> | 1, as in a | 3 | the two fields must be equal\n", NULL, 0},

	{"all different, or incomplete", "unique", {TWO("a", "b")}, "d",
	 "<r><d><a>1</a><b>2</b></d><d><a>1</a><b>3</b></d><d><a>1</a></d><d><a>1</a></d><d><a>12</a></d></r>", "", NULL,
	 0},
	{"the boundary of two values counts", "unique", {TWO("a", "b")}, "d",
	 "<r><d><a>1</a><b>23</b></d><d><a>12</a><b>3</b></d></r>", "", NULL, 0},
	{"the same twice", "unique", {SINGLE("a")}, "d", "<r><d><a>1</a></d><d><a>2</a></d><d><a> 1</a></d></r>",
	 "failure unique R001 d[3]/a <> | a value that no other record has | the value of record 1 | two records have the "
	 "same value\n", NULL, 0},

	{"one value per key", "same-for", {ONE("f"), ONE("k")}, "d",
	 "<r><d><k>1</k><f>a</f></d><d><k>2</k><f>b</f></d><d><k>1</k><f>a</f></d><d><k>1</k></d><d><f>c</f></d><d><f>e</"
	 "f></d>" "</r>", "", NULL, 0},
	{"two values for a key", "same-for", {ONE("f"), ONE("k")}, "d",
	 "<r><d><k>2</k><f>b</f></d><d><k>1</k><f>a</f></d><d><k>1</k><f>b</f></d></r>",
	 "failure same-for R001 d[3]/f <> | the value of record 2, which has the same k | another value | records with an "
	 "equal key differ\n", NULL, 0},

	{"ids of two kinds", "differs-from-all", {ONE("f"), ONE("k")}, "d",
	 "<r><d><f>1</f><k>2</k></d><d><f>3</f><k>4</k></d><d/></r>", "", NULL, 0},
	{"ids mixed up", "differs-from-all", {ONE("f"), ONE("k")}, "d",
	 "<r><d><f>4</f><k>2</k></d><d><f>3</f><k>4</k></d></r>",
	 "failure differs-from-all R001 d[1]/f <> | a value that is no record's k | a value that one has | two kinds of "
	 "ids " "are mixed up\n", NULL, 0},

	{"one is enough", "some-records", {{0}}, "l/d", "<r><l><d/></l></r>", "", NULL, 0},
	{"none", "some-records", {{0}}, "l/d", "<r><l/></r>",
	 "failure some-records R001 l/d <> | at least one record, or a 404 | 200 without records | no data is answered "
	 "with " "404, not with an empty 200\n", NULL, 0},

	{"within both bounds", "records", {ONE("2"), ONE("2")}, "d", "<r><d/><d/></r>", "", NULL, 0},
	{"too few", "records", {ONE("3"), {0}}, "d", "<r><d/><d/></r>",
	 "failure records R001 d <> | at least 3 records | 2 | the answer has too few records\n", NULL, 0},
	{"too many", "records", {{0}, ONE("1")}, "d", "<r><d/><d/></r>",
	 "failure records R001 d <> | at most 1 records | 2 | the answer has too many records\n", NULL, 0},

	{"enough elements", "records", {ONE("2"), {0}, ONE("m/t")}, "d", "<r><m><t/><t/></m><d/></r>", "", NULL, 0},
	{"too few elements", "records", {ONE("2"), {0}, ONE("m/t")}, "d", "<r><m><t/></m><d/><d/></r>",
	 "failure records R001 m/t <> | at least 2 elements | 1 | the answer has too few elements\n", NULL, 0},
	{"too many elements", "records", {{0}, ONE("1"), ONE("m/t")}, NULL, "<r><m><t/><t/></m></r>",
	 "failure records R001 m/t <> | at most 1 elements | 2 | the answer has too many elements\n", NULL, 0},

	{"the text is in it", "contains", {ONE("m/t"), ONE("Abc")}, NULL, "<r><m><t>about aBC.</t></m></r>", "", NULL, 0},
	{"the text is all", "contains", {ONE("m/t"), ONE("abc")}, NULL, "<r><m><t>abc</t></m></r>", "", NULL, 0},
	{"the text is not in it", "contains", {ONE("m/t"), ONE("abc")}, NULL, "<r><m><t>ab c</t></m></r>",
	 "failure contains R001 m/t <> | a text that holds abc | ab c | what it is about is not named\n", NULL, 0},
	{"there is no text", "contains", {ONE("m/t"), ONE("abc")}, NULL, "<r/>",
	 "failure contains R001 m/t <> | a text that holds abc | - | what it is about is not named\n", NULL, 0},

	{"exactly one", "one-record", {ONE("d")}, NULL, "<r><d/></r>", "", NULL, 0},
	{"in an array in JSON", "in-array", {ONE("l")}, "d", "{\"d\":[{\"l\":[{\"e\":1}]}]}", "", NULL, 0},
	{"no array in JSON", "in-array", {ONE("l")}, "d", "{\"d\":[{\"l\":{\"e\":1}}]}",
	 "failure in-array R001 d[1]/l <> | an array | an object | clients that take the first element of an array find none\n", NULL, 0},
	{"a JSON list of one", "one-record", {ONE("d")}, NULL, "{\"d\":[{\"a\":1}]}", "", NULL, 0},
	{"two", "one-record", {ONE("d")}, NULL, "<r><d/><d/></r>",
	 "failure one-record R001 d <> | exactly one | 2 | one object was asked for\n", NULL, 0},
	{"none is left open", "one-record", {ONE("d"), ONE("true")}, NULL, "<r><messages/></r>", "", NULL, 0},
	{"two where none is left open", "one-record", {ONE("d"), ONE("true")}, NULL, "<r><d/><d/></r>",
	 "failure one-record R001 d <> | one or none | 2 | one object was asked for\n", NULL, 0},
	{"an empty JSON list", "one-record", {ONE("l/d")}, NULL, "{\"l\":{\"d\":[]}}",
	 "failure one-record R001 l/d <> | exactly one | 0 | one object was asked for\n", NULL, 0},

	{"not there", "absent", {TWO("a", "b/c")}, NULL, "{\"b\":{\"x\":1},\"a\":[]}", "", NULL, 0},
	{"there", "absent", {TWO("a", "b/c")}, NULL, "<r><b><c> 1 </c></b></r>",
	 "failure absent R001 b/c <> | no such element | 1 | the guide excludes it here\n", NULL, 0},
	{"present", "present", {TWO("a", "b/c")}, NULL, "<r><a/><b><c/></b></r>", "", NULL, 0},
	{"one of them is not", "present", {TWO("a", "b/c")}, NULL, "<r><a/><b/></r>",
	 "failure present R001 b/c <> | the element | - | the guide demands it here\n", NULL, 0},

	{"as large, or unknown", "at-most", {ONE("a"), ONE("b")}, "d",
	 "<r><d><a>10</a><b>10.0</b></d><d><a>9</a><b>10</b></d><d><a>9</a></d><d><b>9</b></d><d><a>x</a><b>1</b></d></r>",
	 "", NULL, 0},
	{"larger", "at-most", {ONE("a"), ONE("b")}, "d", "<r><d><a>10</a><b>9M</b></d></r>",
	 "failure at-most R001 d[1]/a <> | at most 9M | 10 | larger than b\n", NULL, 0},

	{"joined by a blank", "joined", {TWO("f", "l"), ONE("n")}, "d", "<r><d><f>A</f><l>B</l><n>A "
	 "B</n></d><d><f>A</f><n>A</n></d><d><l>B</l><n>B</n></d><d><n>x</n></d><d><f>A</f></d></r>", "", NULL, 0},
	{"joined the other way", "joined", {TWO("f", "l"), ONE("n")}, "d", "<r><d><f>A</f><l>B</l><n>B A</n></d></r>",
	 "failure joined R001 d[1]/n <> | A B | B A | f and l joined\n", NULL, 0},
	{"absent and empty are not the same here", "joined", {TWO("f", "l"), ONE("n")}, "d", "<r><d><f>A</f><n/></d></r>",
	 "failure joined R001 d[1]/n <> | A | - | f and l joined\n", NULL, 0},

	{"all or none", "together", {TWO("a", "b"), {0}}, "d", "<r><d/><d><a>1</a><b/></d></r>", "", NULL, 0},
	{"one alone", "together", {TWO("a", "b"), {0}}, "d", "<r><d><a>1</a></d></r>",
	 "failure together R001 d[1]/b <> | all of these fields or none | - | 1 of 2 fields that belong together are "
	 "present\n", NULL, 0},
	{"the value in all or in none", "together", {TWO("a", "b"), ONE("unknown")}, "d",
	 "<r><d><a>1</a><b>2</b></d><d><a>Unknown</a><b>unknown</b></d></r>", "", NULL, 0},
	{"the value in one", "together", {TWO("a", "b"), ONE("unknown")}, "d", "<r><d><a>unknown</a><b>2</b></d></r>",
	 "failure together R001 d[1]/a <> | unknown in all of these fields or in none | - | 1 of 2 fields hold it\n",
	 NULL, 0},

	{"keys and values", "entries", {ONE("e")}, "d",
	 "<r><d><e><entry><key>a</key><value/></entry><entry><key>b</key><value>1</value></entry></e></d><d/></r>", "",
	 NULL, 0},
	{"no entries", "entries", {ONE("e")}, "d", "{\"d\":{\"e\":{\"entry\":[]}}}", "", NULL, 0},
	{"a strange element", "entries", {ONE("e")}, "d",
	 "<r><d><e><entry><key>a</key><value/></entry><pair/></e></d></r>",
	 "note entries R001 d[1]/e <> | - | pair | an element that is no entry\n", NULL, 0},
	{"strange elements without keys are no key twice", "entries", {ONE("e")}, "d",
	 "<r><d><e><new/><entry><key>a</key><value/></entry><newer/></e></d></r>",
	 "note entries R001 d[1]/e <> | - | new | an element that is no entry x2\n", NULL, 0},
	{"an unknown attribute", "entries", {ONE("e")}, "d", "<r><d><e rev='3'/></d></r>", "", NULL, 0},
	{"an unknown element in empty details", "entries", {ONE("e")}, "d", "<r><d><e><new/></e></d></r>",
	 "note entries R001 d[1]/e <> | - | new | an element that is no entry\n", NULL, 0},
	{"entries by another name", "entries", {ONE("e")}, "d",
	 "<r><d><e><pair><key>a</key><value>1</value></pair><pair><key>b</key><value>1</value></pair></e></d></r>",
	 "failure entries R001 d[1]/e <> | elements named entry | pair | none of the elements with data is an entry\n",
	 NULL, 0},
	{"two values", "entries", {ONE("e")}, "d", "<r><d><e><entry><key>a</key><value/><value/></entry></e></d></r>",
	 "failure entries R001 d[1]/e <> | one key and one value in each entry | a | an entry has 1 keys and 2 values\n",
	 NULL, 0},
	{"an empty key", "entries", {ONE("e")}, "d", "<r><d><e><entry><key> </key><value>1</value></entry></e></d></r>",
	 "failure entries R001 d[1]/e <> | one key and one value in each entry | - | an entry has 1 keys and 1 values\n",
	 NULL, 0},
	{"a key twice", "entries", {ONE("e")}, "d",
	 "<r><d><e><entry><key>a</key><value>1</value></entry><entry><key>b</key><value>1</value></entry>"
	 "<other/><entry><key>b</key><value>2</value></entry></e></d></r>",
	 "failure entries R001 d[1]/e <> | no key twice | b | a key occurs twice in one device\n"
	 "note entries R001 d[1]/e <> | - | other | an element that is no entry\n", NULL, 0},
};
/* clang-format on */

/** What a row of the table needs besides. */
struct bench {
	struct arena *arena;
	struct arena *scratch;
	struct findings *findings;
	struct rules *rules;
};

static struct bench open_bench(const struct rule_use *use, const struct row *row, const char *kind)
{
	struct bench bench = {.arena = arena_new(), .scratch = arena_new()};
	bench.findings = findings_new(bench.arena, false);
	struct endpoint *endpoint = ARENA_NEW(bench.arena, struct endpoint);
	*endpoint = operation;
	endpoint->rules = use;
	endpoint->rule_count = 1;
	struct rules_context context = {
		.endpoint = endpoint,
		.sent = row->sent,
		.sent_count = row->sent_count,
		.kind = kind,
		.records = row->records,
		.record_prefix = row->records,
		.findings = bench.findings,
	};
	bench.rules = rules_open(bench.arena, &context);
	return bench;
}

static void close_bench(struct bench *bench)
{
	rules_close(bench->rules);
	arena_free(bench->scratch);
	arena_free(bench->arena);
}

/** Judges the body as an answer does: records one by one, each with a scratch that dies, then the whole. */
static void judge(struct bench *bench, const char *records, const char *body)
{
	const struct node *root = root_of(bench->arena, body);
	size_t count = 0;
	for (const struct node *at = records ? node_find(root, records) : NULL; at; at = node_same(at)) {
		if (at->none)
			continue;
		struct rules_record record = {.node = at, .index = count++, .name = record_name(at)};
		rules_record(bench->rules, bench->scratch, &record);
		arena_reset(bench->scratch);
	}
	rules_answer(bench->rules, bench->scratch, root, count);
}

Test(rules, each_holds_and_fails)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct row *row = &rows[i];
		struct rule_use use = {rule_find(row->rule), row->arguments, &explicit_one, NULL, NULL, 0, false, NULL, 0, {0}};
		cr_assert_not_null(use.def, "%s", row->rule);
		struct bench bench = open_bench(&use, row, "ok");
		judge(&bench, row->records, row->body);
		check_findings(bench.findings, arena_printf(bench.arena, "%s: %s", row->rule, row->name), row->wanted);
		close_bench(&bench);
	}
}

Test(rules, the_table_above_knows_every_rule_in_both_ways)
{
	size_t count;
	const struct rule_def *all = rule_all(&count);
	for (size_t i = 0; i < count; i++) {
		size_t holding = 0;
		size_t failing = 0;
		for (size_t r = 0; r < ARRAY_LEN(rows); r++) {
			if (strcmp(rows[r].rule, all[i].name) != 0)
				continue;
			holding += *rows[r].wanted == '\0';
			failing += strncmp(rows[r].wanted, "failure", 7) == 0;
		}
		bool csv = strncmp(all[i].name, "csv-", 4) == 0; /* these have tests of their own */
		cr_expect(csv || (holding && failing), "%s: %zu holding, %zu failing", all[i].name, holding, failing);
	}
}

static const struct argument a_and_b[ARGUMENTS_MAX] = {TWO("a", "b")};
static const struct row device_rows = {.records = "d"};

/** Judges two records with the rule `equals-field` over a and b, which both break, under a changed use. */
static void judge_two(struct rule_use use, const char *kind, const char *wanted, const char *name)
{
	use.def = rule_find("equals-field");
	use.arguments = a_and_b;
	struct bench bench = open_bench(&use, &device_rows, kind);
	judge(&bench, "d", "<r><d><a>1</a><b>2</b></d><d><a>1</a><b>3</b></d></r>");
	check_findings(bench.findings, name, wanted);
	close_bench(&bench);
}

Test(rules, equal_findings_fold_into_the_first)
{
	judge_two((struct rule_use){.requirement = &explicit_one}, "ok",
	          "failure equals-field R001 d[1]/b <> | 1, as in a | 2 | the two fields must be equal x2\n", "folded");
}

Test(rules, an_erratum_or_an_inferred_statement_makes_a_warning)
{
	static const struct requirement inferred = {.id = "R002", .strength = STRENGTH_INFERRED};
	judge_two((struct rule_use){.requirement = &explicit_one, .soft = true}, "ok",
	          "warning equals-field R001 d[1]/b <> | 1, as in a | 2 | the two fields must be equal x2\n", "soft");
	judge_two((struct rule_use){.requirement = &inferred}, "ok",
	          "warning equals-field R002 d[1]/b <> | 1, as in a | 2 | the two fields must be equal x2\n", "inferred");
}

Test(rules, a_rule_is_bound_to_the_kinds_it_names)
{
	static const char *const on[] = {"two-numbers", "android"};
	struct rule_use use = {.requirement = &explicit_one, .on = on, .on_count = 2};
	judge_two(use, "android",
	          "failure equals-field R001 d[1]/b <> | 1, as in a | 2 | the two fields must be equal x2\n", "named");
	judge_two(use, "ok", "", "not named");
}

Test(rules, rules_of_a_case_are_judged_besides)
{
	static const struct argument arguments[ARGUMENTS_MAX] = {ONE("3")};
	struct rule_use own = {.def = rule_find("present"), .arguments = a_and_b, .requirement = &explicit_one};
	struct rule_use extra = {.def = rule_find("records"), .arguments = arguments, .requirement = &of_row};
	struct bench bench = {.arena = arena_new(), .scratch = arena_new()};
	bench.findings = findings_new(bench.arena, false);
	struct endpoint endpoint = {.rules = &own, .rule_count = 1};
	struct rules_context context = {.endpoint = &endpoint,
	                                .kind = "two",
	                                .extra = &extra,
	                                .extra_count = 1,
	                                .records = "d",
	                                .record_prefix = "d",
	                                .findings = bench.findings};
	bench.rules = rules_open(bench.arena, &context);
	judge(&bench, "d", "<r><a/><b/><d/></r>");
	check_findings(bench.findings, "own and extra",
	               "failure records R065 d <> | at least 3 records | 1 | the answer has too few records\n");
	close_bench(&bench);
}

Test(rules, a_rule_of_a_schema_is_judged_for_each_of_its_elements)
{
	static const char *const below[] = {"l/e", "single"};
	struct rule_use use = {.def = rule_find("equals-field"),
	                       .arguments = a_and_b,
	                       .requirement = &explicit_one,
	                       .below = below,
	                       .below_count = 2};
	struct bench bench = open_bench(&use, &device_rows, "ok");
	judge(&bench, "d",
	      "<r><d><a>1</a><b>2</b></d><l><e><a>1</a><b>1</b></e><e><a>1</a><b>5</b></e></l>"
	      "<single><a>1</a><b>6</b></single></r>");
	check_findings(bench.findings, "below",
	               "failure equals-field R001 l/e/b <> | 1, as in a | 5 | the two fields must be equal\n"
	               "failure equals-field R001 single/b <> | 1, as in a | 6 | the two fields must be equal\n");
	close_bench(&bench);
}

/** Judges a CSV: its header, and one row with so many cells. */
static void judge_csv(const char *rule, const char *header, size_t columns_of_header, size_t columns_of_row,
                      const char *wanted)
{
	static const struct argument arguments[ARGUMENTS_MAX] = {TABLE(column_table)};
	static const struct row csv = {.records = "row"};
	struct rule_use use = {.def = rule_find(rule), .arguments = arguments, .requirement = &explicit_one};
	struct bench bench = open_bench(&use, &csv, "ok");
	const struct node *head = root_of(bench.arena, header);
	rules_header(bench.rules, head, columns_of_header);
	struct rules_record record = {.node = head, .index = 1, .name = str_of("u"), .row_columns = columns_of_row};
	rules_record(bench.rules, bench.scratch, &record);
	rules_answer(bench.rules, bench.scratch, head, 1);
	check_findings(bench.findings, rule, wanted);
	close_bench(&bench);
}

Test(rules, columns_of_a_csv)
{
	judge_csv("csv-columns", "<h><c>device_uuid</c><c> Status </c></h>", 2, 2, "");
	judge_csv("csv-columns", "<h><c>Status</c><c>Device UUID</c></h>", 2, 2,
	          "failure csv-columns R001 header/1 <> | Device UUID | Status | another column stands here\n"
	          "failure csv-columns R001 header/2 <> | Status | Device UUID | another column stands here\n");
	judge_csv("csv-columns", "<h><c>Device UUID</c></h>", 1, 1,
	          "failure csv-columns R001 header <> | 2 columns | 1 columns | columns are missing or added\n");
	judge_csv("csv-columns", "<h><c>Device UUID</c><c>Status</c><c>x</c></h>", 3, 3,
	          "failure csv-columns R001 header <> | 2 columns | 3 columns | columns are missing or added\n");
}

Test(rules, rows_of_a_csv)
{
	judge_csv("csv-rows", "<h><c/><c/></h>", 2, 2, "");
	judge_csv("csv-rows", "<h><c/><c/></h>", 2, 3,
	          "failure csv-rows R001 row[2] <u> | 2 fields, as in the header | 3 fields | a row has another number of "
	          "fields\n");
}

Test(rules, an_empty_csv_has_no_header_to_judge)
{
	static const struct argument arguments[ARGUMENTS_MAX] = {TABLE(column_table)};
	static const struct row csv = {.records = "row"};
	struct rule_use use = {.def = rule_find("csv-columns"), .arguments = arguments, .requirement = &explicit_one};
	struct bench bench = open_bench(&use, &csv, "ok");
	rules_answer(bench.rules, bench.scratch, NULL, 0);
	check_findings(bench.findings, "no header", "");
	close_bench(&bench);
}

Test(rules, are_found_by_name)
{
	cr_assert_str_eq(rule_find("pair")->name, "pair");
	cr_assert_null(rule_find("pairs"));
	cr_assert_null(rule_find("Pair"));
}
