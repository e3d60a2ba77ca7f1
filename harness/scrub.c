// SPDX-License-Identifier: Apache-2.0
#include "scrub.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/** A token that is longer is hidden in pieces. */
enum { TOKEN_MAX = 64 * 1024, NAME_MAX_BYTES = 64, COLUMNS = 256, DEPTH_MAX = 32 };

/** What the first byte says about the body. */
enum body_form {
	BODY_UNKNOWN,
	BODY_IS_XML,
	BODY_IS_JSON,
	BODY_IS_CSV, /**< or any other text */
};

struct scrub {
	const struct privacy *privacy;
	struct arena *arena; /**< of one token */
	enum body_form form;
	struct text token;                       /**< bytes that are not decided */
	char name[NAME_MAX_BYTES];               /**< XML: of the element at hand; JSON: of the member */
	char parents[DEPTH_MAX][NAME_MAX_BYTES]; /**< what is around it, outermost first */
	size_t depth;
	char entry_key[NAME_MAX_BYTES]; /**< what the element or member `key` said last; names the `value` beside it */
	bool in_string;                 /**< JSON: inside of quotes */
	bool escaped;                   /**< JSON: behind a backslash; CSV: unused */
	struct text blanks;             /**< JSON: behind that string */
	bool whole_string;              /**< JSON: a string is complete, and what follows says whether it is a name */
	bool quoted;                    /**< CSV: inside of quotes */
	bool header_done;               /**< CSV */
	size_t column;
	bool hidden[COLUMNS]; /**< CSV: by column */
};

struct scrub *scrub_new(const struct privacy *privacy)
{
	struct scrub *scrub = xmalloc(sizeof(*scrub));
	*scrub = (struct scrub){.privacy = privacy,
	                        .arena = arena_new(),
	                        .token = text_new(SIZE_MAX / 4),
	                        .blanks = text_new(SIZE_MAX / 4)};
	return scrub;
}

static struct str token_of(const struct scrub *scrub)
{
	return (struct str){text_str(&scrub->token), scrub->token.len};
}

static void keep_name(char name[NAME_MAX_BYTES], struct str text)
{
	size_t length = text.len < NAME_MAX_BYTES - 1 ? text.len : NAME_MAX_BYTES - 1;
	memcpy(name, text.ptr, length);
	name[length] = '\0';
}

/** Whether what stands in the place at hand is hidden. A `value` has the name of the `key` beside it. */
static bool is_hidden(const struct scrub *scrub)
{
	const char *parent = scrub->depth && scrub->depth <= DEPTH_MAX ? scrub->parents[scrub->depth - 1] : "";
	if (*scrub->entry_key && str_is_nocase(str_of(scrub->name), "value"))
		return privacy_hides(scrub->privacy, str_of("key"), str_of(scrub->entry_key));
	return privacy_hides(scrub->privacy, str_of(parent), str_of(scrub->name));
}

/** What comes next is inside of the element or member at hand. */
static void go_in(struct scrub *scrub)
{
	if (scrub->depth < DEPTH_MAX)
		memcpy(scrub->parents[scrub->depth], scrub->name, NAME_MAX_BYTES);
	scrub->depth++;
}

/** What comes next is beside what is around the element or member at hand. */
static void go_out(struct scrub *scrub)
{
	if (scrub->depth == 0)
		return;
	scrub->depth--;
	if (scrub->depth < DEPTH_MAX)
		memcpy(scrub->name, scrub->parents[scrub->depth], NAME_MAX_BYTES);
}

static void put_hidden(struct scrub *scrub, struct str plain, void (*put)(struct text *out, struct str text),
                       struct text *out)
{
	struct str pseudonym = privacy_pseudonym(scrub->privacy, scrub->arena, plain);
	put(out, pseudonym);
}

static void put_plain(struct text *out, struct str text)
{
	text_add(out, text.ptr, text.len);
}

static void end_token(struct scrub *scrub)
{
	text_clear(&scrub->token);
	arena_reset(scrub->arena);
}

static void put_code_point(struct text *out, unsigned long code)
{
	if (code < 0x80)
		text_putc(out, (char)code);
	else if (code < 0x800)
		text_printf(out, "%c%c", (int)(0xc0 | code >> 6), (int)(0x80 | (code & 63)));
	else
		text_printf(out, "%c%c%c", (int)(0xe0 | (code >> 12 & 15)), (int)(0x80 | (code >> 6 & 63)),
		            (int)(0x80 | (code & 63)));
}

/* XML. */

static const struct {
	const char *written;
	char character;
} entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};

/** Appends what the reference at the beginning of the text stands for; its length, 0 when there is none. */
static size_t put_reference(struct text *out, struct str text)
{
	for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
		size_t length = strlen(entities[i].written);
		if (text.len < length || memcmp(text.ptr, entities[i].written, length) != 0)
			continue;
		text_putc(out, entities[i].character);
		return length;
	}
	if (text.len < 4 || text.ptr[1] != '#')
		return 0;
	bool hex = text.ptr[2] == 'x';
	char *end;
	unsigned long code = strtoul(text.ptr + 2 + hex, &end, hex ? 16 : 10);
	if (*end != ';' || code == 0 || code > 0xffff)
		return 0;
	put_code_point(out, code);
	return (size_t)(end - text.ptr) + 1;
}

static struct str decode_xml(struct arena *arena, struct str text)
{
	struct text out = text_new(SIZE_MAX / 4);
	for (size_t at = 0; at < text.len;) {
		size_t length = text.ptr[at] == '&' ? put_reference(&out, (struct str){text.ptr + at, text.len - at}) : 0;
		if (length == 0)
			text_putc(&out, text.ptr[at++]);
		at += length;
	}
	struct str copy = {arena_copy(arena, out.ptr, out.len), out.len};
	text_free(&out);
	return copy;
}

static void put_xml(struct text *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		const char *written = NULL;
		for (size_t e = 0; e < 3; e++)
			if (entities[e].character == text.ptr[i])
				written = entities[e].written;
		if (written)
			text_puts(out, written);
		else
			text_putc(out, text.ptr[i]);
	}
}

/** Text between two tags. */
static void end_xml_text(struct scrub *scrub, struct text *out)
{
	struct str raw = token_of(scrub);
	struct str trimmed = str_trim(raw);
	struct str plain = decode_xml(scrub->arena, trimmed);
	if (str_is_nocase(str_of(scrub->name), "key") && trimmed.len)
		keep_name(scrub->entry_key, plain);
	if (trimmed.len == 0 || !is_hidden(scrub)) {
		put_plain(out, raw);
	} else {
		put_plain(out, (struct str){raw.ptr, (size_t)(trimmed.ptr - raw.ptr)});
		put_hidden(scrub, plain, put_xml, out);
		const char *behind = trimmed.ptr + trimmed.len;
		put_plain(out, (struct str){behind, (size_t)(raw.ptr + raw.len - behind)});
	}
	end_token(scrub);
}

static bool begins(struct str text, const char *with)
{
	return text.len >= strlen(with) && memcmp(text.ptr, with, strlen(with)) == 0;
}

static bool ends(struct str text, const char *with)
{
	size_t length = strlen(with);
	return text.len >= length && memcmp(text.ptr + text.len - length, with, length) == 0;
}

/** The element's name without its prefix. */
static struct str tag_name(struct str tag)
{
	struct str name = {tag.ptr + 1, 0};
	while (1 + name.len < tag.len && !strchr(" \t\r\n/>", name.ptr[name.len]))
		name.len++;
	const char *colon = memchr(name.ptr, ':', name.len);
	if (colon)
		name = (struct str){colon + 1, name.len - (size_t)(colon + 1 - name.ptr)};
	return name;
}

/** A tag, a comment, a section of characters: complete. */
static void end_xml_markup(struct scrub *scrub, struct text *out)
{
	struct str tag = token_of(scrub);
	if (begins(tag, "<![CDATA[")) {
		struct str inside = {tag.ptr + 9, tag.len - 12};
		put_plain(out, (struct str){tag.ptr, 9});
		if (is_hidden(scrub))
			put_hidden(scrub, inside, put_plain, out);
		else
			put_plain(out, inside);
		text_puts(out, "]]>");
	} else if (begins(tag, "<!--")) {
		text_puts(out, "<!-- -->");
	} else {
		put_plain(out, tag);
		if (begins(tag, "</entry"))
			scrub->entry_key[0] = '\0';
		if (begins(tag, "</")) {
			go_out(scrub);
		} else if (!begins(tag, "<?") && !begins(tag, "<!") && !ends(tag, "/>")) {
			go_in(scrub);
			keep_name(scrub->name, tag_name(tag));
		}
	}
	end_token(scrub);
}

static bool is_markup_end(struct str token)
{
	if (begins(token, "<!--"))
		return token.len >= 7 && ends(token, "-->");
	if (begins(token, "<![CDATA["))
		return token.len >= 12 && ends(token, "]]>");
	return ends(token, ">");
}

static void feed_xml(struct scrub *scrub, char c, struct text *out)
{
	bool markup = scrub->token.len && scrub->token.ptr[0] == '<';
	if (!markup && c == '<')
		end_xml_text(scrub, out);
	text_putc(&scrub->token, c);
	if ((markup || c == '<') && is_markup_end(token_of(scrub)))
		end_xml_markup(scrub, out);
}

/* JSON. */

static struct str decode_json(struct arena *arena, struct str text)
{
	static const char letters[] = "bfnrt";
	static const char stand_for[] = "\b\f\n\r\t";
	struct text out = text_new(SIZE_MAX / 4);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] != '\\' || i + 1 == text.len) {
			text_putc(&out, text.ptr[i]);
			continue;
		}
		char c = text.ptr[++i];
		const char *letter = memchr(letters, c, sizeof(letters) - 1);
		if (c == 'u' && i + 4 < text.len) {
			char digits[5] = {text.ptr[i + 1], text.ptr[i + 2], text.ptr[i + 3], text.ptr[i + 4], '\0'};
			put_code_point(&out, strtoul(digits, NULL, 16));
			i += 4;
		} else {
			text_putc(&out, letter ? stand_for[letter - letters] : c);
		}
	}
	struct str copy = {arena_copy(arena, out.ptr, out.len), out.len};
	text_free(&out);
	return copy;
}

static void put_json(struct text *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c == '"' || c == '\\')
			text_putc(out, '\\');
		if (c < ' ')
			text_printf(out, "\\u%04x", c);
		else
			text_putc(out, (char)c);
	}
}

/** What stood behind a string follows it. */
static void end_string(struct scrub *scrub, struct text *out)
{
	put_plain(out, (struct str){text_str(&scrub->blanks), scrub->blanks.len});
	text_clear(&scrub->blanks);
	scrub->whole_string = false;
	end_token(scrub);
}

/** A complete string that is a value. */
static void end_json_string(struct scrub *scrub, struct text *out)
{
	struct str raw = token_of(scrub);
	struct str plain = decode_json(scrub->arena, (struct str){raw.ptr + 1, raw.len - 2});
	if (str_is_nocase(str_of(scrub->name), "key"))
		keep_name(scrub->entry_key, plain);
	if (is_hidden(scrub)) {
		text_putc(out, '"');
		put_hidden(scrub, plain, put_json, out);
		text_putc(out, '"');
	} else {
		put_plain(out, raw);
	}
	end_string(scrub, out);
}

/** A complete string that is a name; `$`, `#text` and `content` hold the text of the member around them. */
static void end_json_name(struct scrub *scrub, struct text *out)
{
	struct str raw = token_of(scrub);
	struct str plain = decode_json(scrub->arena, (struct str){raw.ptr + 1, raw.len - 2});
	if (!str_is(plain, "$") && !str_is(plain, "#text"))
		keep_name(scrub->name, plain);
	put_plain(out, raw);
	end_string(scrub, out);
}

/** A number or a word. */
static void end_json_literal(struct scrub *scrub, struct text *out)
{
	if (scrub->token.len && is_hidden(scrub))
		put_hidden(scrub, token_of(scrub), put_plain, out);
	else
		put_plain(out, token_of(scrub));
	end_token(scrub);
}

static void feed_json_string(struct scrub *scrub, char c)
{
	text_putc(&scrub->token, c);
	if (scrub->escaped)
		scrub->escaped = false;
	else if (c == '\\')
		scrub->escaped = true;
	else if (c == '"')
		scrub->in_string = false;
	scrub->whole_string = !scrub->in_string;
}

static void feed_json(struct scrub *scrub, char c, struct text *out)
{
	if (scrub->in_string) {
		feed_json_string(scrub, c);
		return;
	}
	bool blank = strchr(" \t\r\n", c) && c;
	if (scrub->whole_string && blank) {
		text_putc(&scrub->blanks, c);
		return;
	}
	if (scrub->whole_string && c == ':')
		end_json_name(scrub, out);
	else if (scrub->whole_string)
		end_json_string(scrub, out);
	if (c == '"') {
		end_json_literal(scrub, out);
		text_putc(&scrub->token, c);
		scrub->in_string = true;
	} else if (blank || (c && strchr("{}[],:", c))) {
		end_json_literal(scrub, out);
		text_putc(out, c);
		if (c == '}')
			scrub->entry_key[0] = '\0';
		if (c == '{')
			go_in(scrub);
		else if (c == '}')
			go_out(scrub);
	} else {
		text_putc(&scrub->token, c);
	}
}

/* CSV and other text. */

static void put_csv(struct text *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			text_putc(out, '"');
		text_putc(out, text.ptr[i]);
	}
}

static void end_csv_cell(struct scrub *scrub, struct text *out)
{
	struct str raw = token_of(scrub);
	struct str cell = str_trim(raw);
	bool quotes = cell.len >= 2 && cell.ptr[0] == '"' && ends(cell, "\"");
	struct str plain = quotes ? (struct str){cell.ptr + 1, cell.len - 2} : cell;
	bool inside = scrub->column < COLUMNS;
	if (!scrub->header_done && inside)
		scrub->hidden[scrub->column] = privacy_hides(scrub->privacy, str_of("row"), plain);
	if (cell.len == 0 || !scrub->header_done || (inside && !scrub->hidden[scrub->column])) {
		put_plain(out, raw);
	} else {
		text_puts(out, quotes ? "\"" : "");
		put_hidden(scrub, plain, put_csv, out);
		text_puts(out, quotes ? "\"" : "");
	}
	scrub->column++;
	end_token(scrub);
}

static void feed_csv(struct scrub *scrub, char c, struct text *out)
{
	if (c == '"')
		scrub->quoted = !scrub->quoted;
	if (scrub->quoted || (c != ',' && c != '\n')) {
		text_putc(&scrub->token, c);
		return;
	}
	end_csv_cell(scrub, out);
	text_putc(out, c);
	if (c != '\n')
		return;
	scrub->column = 0;
	scrub->header_done = true;
}

/* All of them. */

static enum body_form form_of(char c)
{
	if (c == '<')
		return BODY_IS_XML;
	if (c == '{' || c == '[' || c == '"')
		return BODY_IS_JSON;
	return isspace((unsigned char)c) || (unsigned char)c >= 0x80 ? BODY_UNKNOWN : BODY_IS_CSV;
}

/** A token without end is hidden as far as it goes. */
static void cut_token(struct scrub *scrub, struct text *out)
{
	put_hidden(scrub, token_of(scrub), put_plain, out);
	end_token(scrub);
}

void scrub_feed(struct scrub *scrub, const char *bytes, size_t length, struct text *out)
{
	static void (*const feeds[])(struct scrub *, char, struct text *) =
		{[BODY_IS_XML] = feed_xml, [BODY_IS_JSON] = feed_json, [BODY_IS_CSV] = feed_csv};
	for (size_t i = 0; i < length; i++) {
		if (scrub->form == BODY_UNKNOWN)
			scrub->form = form_of(bytes[i]);
		if (scrub->form == BODY_UNKNOWN)
			text_putc(out, bytes[i]);
		else
			feeds[scrub->form](scrub, bytes[i], out);
		if (scrub->token.len >= TOKEN_MAX)
			cut_token(scrub, out);
	}
}

void scrub_end(struct scrub *scrub, struct text *out)
{
	if (scrub->whole_string)
		end_json_string(scrub, out);
	else if (scrub->form == BODY_IS_CSV)
		end_csv_cell(scrub, out);
	else if (scrub->form == BODY_IS_XML && scrub->token.len && scrub->token.ptr[0] != '<')
		end_xml_text(scrub, out);
	else if (scrub->form == BODY_IS_JSON && !scrub->in_string)
		end_json_literal(scrub, out);
	else
		cut_token(scrub, out);
	text_free(&scrub->token);
	text_free(&scrub->blanks);
	arena_free(scrub->arena);
	free(scrub);
}

struct str scrub_text(const struct privacy *privacy, struct arena *arena, struct str body)
{
	struct text out = text_new(SIZE_MAX / 4);
	struct scrub *scrub = scrub_new(privacy);
	scrub_feed(scrub, body.ptr, body.len, &out);
	scrub_end(scrub, &out);
	struct str copy = {arena_copy(arena, out.ptr ? out.ptr : "", out.len), out.len};
	text_free(&out);
	return copy;
}
