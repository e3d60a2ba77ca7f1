// SPDX-License-Identifier: Apache-2.0
/*
 * XML by libxml2's SAX2 push parser, behind two guards: the decoder, so that the parser sees nothing but valid UTF-8,
 * and the scanner of body_tags.c, so that it sees whole tags of bearable length and no DTD.
 */
#include "body_build.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#include "body_encoding.h"
#include "body_tags.h"

/** Namespaces in scope at one place: the parser looks through all of them for each name. */
enum { MOST_NAMESPACES = 64, NAME_EXCERPT = 40, MESSAGE_EXCERPT = 80 };

static const char after_root[] = "more follows after the end of the root element";
static const char xsi_namespace[] = "http://www.w3.org/2001/XMLSchema-instance";

struct xml {
	struct build *build;
	xmlParserCtxtPtr parser;
	struct decoder decoder;
	struct tags tags;
	struct text held; /**< what is kept from the parser until its tag is complete */
	char head[ENCODING_HEAD];
	size_t head_length; /**< bytes that wait for the encoding to be known */
	size_t read;        /**< bytes of the body decoded so far, the byte order mark counted */
	size_t mark;        /**< length of that mark */
	bool root_closed;
	unsigned char *namespaces; /**< of each open element, how many it declares */
	size_t namespaces_room;
	size_t in_scope; /**< sum of these */
};

/** What a code of libxml2 means to us; any other is malformed. BODY_OK: let it pass. */
static const struct {
	int code;
	enum body_status status;
} verdicts[] = {
	{XML_WAR_NS_URI, BODY_OK},
	{XML_WAR_NS_URI_RELATIVE, BODY_OK},
	{XML_ERR_NAME_TOO_LONG, BODY_LIMIT},
	/* Allocations do not fail here, so this is the ceiling of the parser's dictionary of names. */
	{XML_ERR_NO_MEMORY, BODY_LIMIT},
};

static enum body_status verdict(const struct xml *xml, int code)
{
	for (size_t i = 0; i < ARRAY_LEN(verdicts); i++)
		if (verdicts[i].code == code)
			return verdicts[i].status;
	return xml->root_closed ? BODY_TRAILING : BODY_MALFORMED;
}

/** The parser's position; exact only where the body came as UTF-8. */
static size_t position(const struct xml *xml)
{
	bool same = xml->decoder.encoding == ENCODING_UTF8 || xml->decoder.encoding == ENCODING_ASCII;
	long at = same ? xmlByteConsumed(xml->parser) : -1;
	return at < 0 ? xml->read : xml->mark + (size_t)at;
}

/** Stops the parser after a refusal. xmlStopParser() leaves wellFormed at 1, so only our own status counts. */
static void halt(struct xml *xml)
{
	xml->build->offset = position(xml);
	xmlStopParser(xml->parser);
}

static const char *excerpt(struct xml *xml, const char *string, size_t most)
{
	return build_excerpt(xml->build, str_trim(str_of(string)), most);
}

static void explain(struct xml *xml, const xmlError *error, enum body_status status)
{
	if (status == BODY_TRAILING) {
		build_refuse(xml->build, status, "%s", after_root);
		return;
	}
	if (error->code == XML_ERR_TAG_NAME_MISMATCH && error->str1 && error->str2) {
		const char *opened = excerpt(xml, error->str1, NAME_EXCERPT);
		const char *closed = excerpt(xml, error->str2, NAME_EXCERPT);
		build_refuse(xml->build, status, "'%s' of line %d is closed by '%s'", opened, error->int1, closed);
		return;
	}
	build_refuse(xml->build, status, "%s", excerpt(xml, error->message ? error->message : "malformed", MESSAGE_EXCERPT));
}

static void on_error(void *context, xmlErrorPtr error)
{
	struct xml *xml = context;
	if (error->level < XML_ERR_ERROR || xml->build->status != BODY_OK)
		return;
	enum body_status status = verdict(xml, error->code);
	if (status == BODY_OK)
		return;
	explain(xml, error, status);
	halt(xml);
}

static struct str view(const xmlChar *string)
{
	return str_of((const char *)string);
}

static bool count_namespaces(struct xml *xml, int count)
{
	size_t depth = xml->build->depth;
	if (depth >= xml->namespaces_room) {
		xml->namespaces_room = 2 * depth;
		xml->namespaces = xrealloc(xml->namespaces, xml->namespaces_room);
	}
	xml->in_scope += (size_t)count;
	if (xml->in_scope > MOST_NAMESPACES)
		return build_refuse(xml->build, BODY_LIMIT, "more than %d namespaces in scope", MOST_NAMESPACES);
	xml->namespaces[depth] = (unsigned char)count;
	return true;
}

/** libxml2 gives five pointers for each attribute: name, prefix, namespace, begin and end of the value. */
static bool add_attributes(struct xml *xml, int count, const xmlChar **attributes)
{
	for (int i = 0; i < count; i++, attributes += 5) {
		if (attributes[2] && strcmp((const char *)attributes[2], xsi_namespace) == 0)
			continue;
		struct str value = {(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])};
		if (!build_leaf(xml->build, view(attributes[0]), value, NODE_TEXT, true))
			return false;
	}
	return true;
}

static void on_start(void *context, const xmlChar *name, UNUSED const xmlChar *prefix, UNUSED const xmlChar *uri,
                     int namespaces, UNUSED const xmlChar **declared, int attributes, UNUSED int defaulted,
                     const xmlChar **values)
{
	struct xml *xml = context;
	if (xml->build->status != BODY_OK)
		return;
	if (!count_namespaces(xml, namespaces) || !build_push(xml->build, view(name)) ||
	    !add_attributes(xml, attributes, values))
		halt(xml);
}

static void on_end(void *context, UNUSED const xmlChar *name, UNUSED const xmlChar *prefix, UNUSED const xmlChar *uri)
{
	struct xml *xml = context;
	if (xml->build->status != BODY_OK)
		return;
	if (!build_pop(xml->build)) {
		halt(xml);
		return;
	}
	xml->in_scope -= xml->namespaces[xml->build->depth];
	xml->root_closed = xml->build->depth == 1;
}

static void on_text(void *context, const xmlChar *text, int length)
{
	struct xml *xml = context;
	if (xml->build->status != BODY_OK)
		return;
	if (!build_text(xml->build, (struct str){(const char *)text, (size_t)length}))
		halt(xml);
}

/** The scanner refuses a DTD before the parser sees it; should the two ever disagree, it still ends here. */
static void on_doctype(void *context, UNUSED const xmlChar *name, UNUSED const xmlChar *public_id,
                       UNUSED const xmlChar *system_id)
{
	struct xml *xml = context;
	build_refuse(xml->build, BODY_DOCTYPE, "a document type declaration");
	halt(xml);
}

static xmlParserInputPtr load_nothing(UNUSED const char *url, UNUSED const char *id, UNUSED xmlParserCtxtPtr parser)
{
	return NULL;
}

/** libxml2 survives most failed allocations, but not all; ours end the program in order. */
static void tame_library(void)
{
	xmlMemSetup(free, xmalloc, xrealloc, strdup);
	xmlInitParser();
	xmlSetExternalEntityLoader(load_nothing);
}

static void parse(struct xml *xml, struct str bytes, bool last)
{
	if (xml->build->status != BODY_OK)
		return;
	xmlParseChunk(xml->parser, bytes.ptr, (int)bytes.len, last);
	if (xml->build->status == BODY_OK && (!xml->parser->wellFormed || xml->parser->disableSAX)) {
		build_refuse(xml->build, BODY_MALFORMED, "not well-formed");
		xml->build->offset = position(xml);
	}
}

/** Gives the parser what is complete and holds back the rest. */
static void parse_up_to(struct xml *xml, struct str bytes, size_t cut)
{
	struct str whole = {bytes.ptr, cut};
	if (cut && xml->held.len) {
		text_add(&xml->held, bytes.ptr, cut);
		whole = (struct str){text_str(&xml->held), xml->held.len};
	}
	if (cut) {
		parse(xml, whole, false);
		text_clear(&xml->held);
	}
	text_add(&xml->held, bytes.ptr + cut, bytes.len - cut);
}

static void refuse_at(struct xml *xml, enum body_status status, const char *message, size_t offset)
{
	if (xml->build->status != BODY_OK)
		return;
	if (xml->root_closed && status != BODY_ENCODING) {
		status = BODY_TRAILING;
		message = after_root;
	}
	build_refuse(xml->build, status, "%s", message);
	xml->build->offset = offset;
}

/** What comes before the trouble goes to the parser first, which may find an earlier one. */
static void take_piece(struct xml *xml, const char *bytes, size_t length)
{
	size_t taken;
	size_t cut;
	struct str utf8 = decoder_take(&xml->decoder, bytes, length, &taken);
	const char *nul = utf8.len ? memchr(utf8.ptr, '\0', utf8.len) : NULL;
	size_t sound = nul ? (size_t)(nul - utf8.ptr) : utf8.len;
	size_t passed = tags_scan(&xml->tags, utf8.ptr, sound, &cut);
	size_t before = xml->read;
	xml->read += length;
	parse_up_to(xml, (struct str){utf8.ptr, passed}, cut);
	bool same = utf8.ptr == bytes;
	if (xml->tags.status != BODY_OK)
		refuse_at(xml, xml->tags.status, xml->tags.message, before + (same ? passed : length));
	if (nul)
		refuse_at(xml, BODY_MALFORMED, "a NUL character", before + (same ? sound : length));
	if (taken < length)
		refuse_at(xml, BODY_ENCODING, "a byte that is not valid in the encoding of the body", before + taken);
}

static void take(struct xml *xml, const char *bytes, size_t length)
{
	while (length && xml->build->status == BODY_OK) {
		size_t piece = length < BODY_PIECE ? length : BODY_PIECE;
		take_piece(xml, bytes, piece);
		bytes += piece;
		length -= piece;
	}
}

/** Looks at what was read so far; once the encoding is known, that is taken. */
static void settle_encoding(struct xml *xml, bool complete)
{
	struct encoding_guess guess = encoding_guess(xml->head, xml->head_length, complete);
	if (guess.encoding == ENCODING_UNKNOWN)
		return;
	xml->decoder.encoding = guess.encoding;
	if (guess.encoding == ENCODING_REFUSED) {
		const char *name = build_excerpt(xml->build, str_of(guess.name), ENCODING_NAME + 4);
		build_refuse(xml->build, BODY_ENCODING, "encoded as %s", name);
		return;
	}
	xml->mark = xml->read = guess.mark;
	take(xml, xml->head + guess.mark, xml->head_length - guess.mark);
}

static void xml_feed(void *parser, const char *bytes, size_t length)
{
	struct xml *xml = parser;
	while (xml->decoder.encoding == ENCODING_UNKNOWN && length) {
		size_t room = ENCODING_HEAD - xml->head_length;
		size_t part = length < room ? length : room;
		memcpy(xml->head + xml->head_length, bytes, part);
		xml->head_length += part;
		bytes += part;
		length -= part;
		settle_encoding(xml, false);
	}
	take(xml, bytes, length);
}

static void xml_finish(void *parser)
{
	struct xml *xml = parser;
	if (xml->decoder.encoding == ENCODING_UNKNOWN)
		settle_encoding(xml, true);
	if (!decoder_complete(&xml->decoder))
		refuse_at(xml, BODY_ENCODING, "ends in the middle of a character", xml->read);
	if (!xml->tags.begun)
		refuse_at(xml, BODY_EMPTY, "an empty body", xml->read);
	if (xml->tags.state != TAGS_TEXT)
		refuse_at(xml, BODY_MALFORMED, "ends in the middle of a tag", xml->read);
	parse(xml, (struct str){text_str(&xml->held), xml->held.len}, false);
	if (!xml->root_closed)
		refuse_at(xml, BODY_MALFORMED, "ends before its root element does", xml->read);
	parse(xml, (struct str){"", 0}, true);
}

static void *xml_open(struct build *build)
{
	tame_library();
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error,
	};
	struct xml *xml = xmalloc(sizeof(*xml));
	*xml = (struct xml){.build = build};
	xml->tags = (struct tags){.tag_ceiling = build->limits.tag, .text_ceiling = build->limits.text};
	xml->held = text_new(SIZE_MAX / 4);
	xml->decoder = decoder_open(ENCODING_UNKNOWN, BODY_PIECE);
	xml->parser = xmlCreatePushParserCtxt(&handler, xml, NULL, 0, NULL);
	xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlSwitchEncoding(xml->parser, XML_CHAR_ENCODING_UTF8);
	build->base = 1;
	return xml;
}

static void xml_close(void *parser)
{
	struct xml *xml = parser;
	xmlFreeParserCtxt(xml->parser);
	decoder_close(&xml->decoder);
	text_free(&xml->held);
	free(xml->namespaces);
	free(xml);
}

const struct body_parser body_parser_xml = {xml_open, xml_feed, xml_finish, xml_close};
