// SPDX-License-Identifier: Apache-2.0
#include "bend_tree.h"

#include <inttypes.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>

#include "writer_tree.h"

#define WADL "http://wadl.dev.java.net/2009/02"

struct tree {
	xmlDocPtr doc;              // the body
	xmlXPathContextPtr context; // where expressions are read
};

static const char *plain(const xmlChar *s)
{
	return (const char *)s;
}

static const xmlChar *library(const char *s)
{
	return (const xmlChar *)s;
}

static struct text text_of_library(const xmlChar *s)
{
	return s ? text_of(plain(s)) : TEXT("");
}

// --- functions ---

#define FUNCTION_TEXT ((size_t)1 << 20)

static const struct bend_context *asked(xmlXPathParserContextPtr p)
{
	return p->context->userData;
}

static void give(xmlXPathParserContextPtr p, struct text value)
{
	xmlChar *copy = xmlStrndup(library(value.ptr), (int)value.len);
	xmlXPathReturnString(p, copy ? copy : xmlStrdup(library("")));
}

static void function_param(xmlXPathParserContextPtr p, int count)
{
	struct text value = TEXT("");
	if (count != 1) {
		xmlXPathSetArityError(p);
		return;
	}
	xmlChar *name = xmlXPathPopString(p);
	if (name && asked(p) && asked(p)->request)
		request_parameter(asked(p)->request, plain(name), &value);
	give(p, value);
	xmlFree(name);
}

static void function_segment(xmlXPathParserContextPtr p, int count)
{
	if (count != 1) {
		xmlXPathSetArityError(p);
		return;
	}
	double place = xmlXPathPopNumber(p);
	bool known = asked(p) && asked(p)->values && (place == 1 || place == 2);
	give(p, known ? asked(p)->values[(int)place - 1] : TEXT(""));
}

static void function_account(xmlXPathParserContextPtr p, int count)
{
	if (count != 0) {
		xmlXPathSetArityError(p);
		return;
	}
	give(p, asked(p) && asked(p)->account ? text_of(asked(p)->account) : TEXT(""));
}

// XPath's own numbers are doubles and print with an exponent from 1e9 on.
static void function_plus(xmlXPathParserContextPtr p, int count)
{
	char sum[32];
	if (count != 2) {
		xmlXPathSetArityError(p);
		return;
	}
	xmlChar *more = xmlXPathPopString(p), *number = xmlXPathPopString(p);
	int64_t a = number ? strtoll(plain(number), NULL, 10) : 0, b = more ? strtoll(plain(more), NULL, 10) : 0;
	snprintf(sum, sizeof sum, "%" PRId64, (int64_t)((uint64_t)a + (uint64_t)b));
	give(p, text_of(sum));
	xmlFree(number);
	xmlFree(more);
}

static void put_replaced(struct bytes *out, const char *in, const char *from, const char *to)
{
	const char *found;
	while (*from && (found = strstr(in, from))) {
		bytes_add(out, in, (size_t)(found - in));
		bytes_str(out, to);
		in = found + strlen(from);
	}
	bytes_str(out, in);
}

static void function_replace(xmlXPathParserContextPtr p, int count)
{
	struct bytes out;
	if (count != 3) {
		xmlXPathSetArityError(p);
		return;
	}
	xmlChar *to = xmlXPathPopString(p), *from = xmlXPathPopString(p), *in = xmlXPathPopString(p);
	bytes_init(&out, FUNCTION_TEXT);
	if (in && from && to)
		put_replaced(&out, plain(in), plain(from), plain(to));
	give(p, (struct text){out.data, out.len});
	bytes_free(&out);
	xmlFree(in);
	xmlFree(from);
	xmlFree(to);
}

static void change_case(xmlXPathParserContextPtr p, int count, char first, char last)
{
	if (count != 1) {
		xmlXPathSetArityError(p);
		return;
	}
	xmlChar *value = xmlXPathPopString(p);
	for (xmlChar *at = value; at && *at; at++)
		if (*at >= (xmlChar)first && *at <= (xmlChar)last)
			*at ^= 0x20;
	give(p, text_of_library(value));
	xmlFree(value);
}

static void function_reads(xmlXPathParserContextPtr p, int count)
{
	if (count != 0) {
		xmlXPathSetArityError(p);
		return;
	}
	xmlXPathReturnNumber(p, asked(p) ? (double)asked(p)->reads : 0);
}

static void function_query(xmlXPathParserContextPtr p, int count)
{
	if (count != 0) {
		xmlXPathSetArityError(p);
		return;
	}
	give(p, asked(p) && asked(p)->request ? asked(p)->request->query : TEXT(""));
}

static void function_named(xmlXPathParserContextPtr p, int count)
{
	if (count != 0) {
		xmlXPathSetArityError(p);
		return;
	}
	xmlXPathReturnBoolean(p, asked(p) && asked(p)->named);
}

static void function_upper(xmlXPathParserContextPtr p, int count)
{
	change_case(p, count, 'a', 'z');
}

static void function_lower(xmlXPathParserContextPtr p, int count)
{
	change_case(p, count, 'A', 'Z');
}

static const struct {
	const char *name;
	xmlXPathFunction call;
} functions[] = {
	{"param", function_param}, {"segment", function_segment}, {"account", function_account},
	{"plus", function_plus},   {"replace", function_replace}, {"upper", function_upper},
	{"lower", function_lower}, {"reads", function_reads},     {"named", function_named},
	{"query", function_query},
};

// --- the tree ---

static xmlXPathContextPtr new_context(xmlDocPtr doc, const struct bend_context *context)
{
	xmlXPathContextPtr c = xmlXPathNewContext(doc);
	if (!c)
		return NULL;
	c->userData = (void *)(uintptr_t)context;
	xmlXPathRegisterNs(c, library("w"), library(WADL));
	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
		xmlXPathRegisterFunc(c, library(functions[i].name), functions[i].call);
	return c;
}

struct tree *tree_parse(struct text xml, const struct bend_context *context)
{
	struct tree *t = calloc(1, sizeof *t);
	if (!t)
		return NULL;
	t->doc = xmlReadMemory(xml.ptr, (int)xml.len, NULL, "UTF-8",
	                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
	t->context = t->doc ? new_context(t->doc, context) : NULL;
	if (t->context)
		return t;
	tree_free(t);
	return NULL;
}

void tree_free(struct tree *t)
{
	if (!t)
		return;
	xmlXPathFreeContext(t->context);
	xmlFreeDoc(t->doc);
	free(t);
}

// Reads an expression at a node, NULL for the whole tree. A wrong one is a mistake in a table.
static xmlXPathObjectPtr evaluate(struct tree *t, xmlNodePtr at, const char *expression)
{
	t->context->node = at ? at : (xmlNodePtr)t->doc;
	xmlXPathObjectPtr result = xmlXPathEvalExpression(library(expression), t->context);
	if (!result)
		fprintf(stderr, "epmm-emulator: wrong expression in a table: %s\n", expression);
	return result;
}

bool tree_holds(struct tree *t, const char *expression)
{
	xmlXPathObjectPtr result = evaluate(t, NULL, expression);
	bool holds = result && xmlXPathCastToBoolean(result);
	xmlXPathFreeObject(result);
	return holds;
}

static xmlChar *text_at(struct tree *t, xmlNodePtr at, const char *expression)
{
	xmlXPathObjectPtr result = evaluate(t, at, expression);
	xmlChar *value = result ? xmlXPathCastToString(result) : NULL;
	xmlXPathFreeObject(result);
	return value;
}

void tree_text(struct tree *t, const char *expression, struct bytes *out)
{
	xmlChar *value = text_at(t, NULL, expression);
	bytes_text(out, text_of_library(value));
	xmlFree(value);
}

bool tree_expression(const char *expression)
{
	xmlXPathContextPtr c = new_context(NULL, NULL);
	xmlDocPtr doc = xmlNewDoc(library("1.0"));
	bool good = false;
	if (c && doc) {
		c->doc = doc;
		c->node = (xmlNodePtr)doc;
		xmlXPathObjectPtr result = xmlXPathEvalExpression(library(expression), c);
		good = result != NULL;
		xmlXPathFreeObject(result);
	}
	xmlXPathFreeContext(c);
	xmlFreeDoc(doc);
	return good;
}

// --- steps ---

static bool is_attribute(const xmlNode *n)
{
	return n->type == XML_ATTRIBUTE_NODE;
}

static void set_text(xmlNodePtr n, const xmlChar *value)
{
	if (is_attribute(n)) {
		xmlSetProp(n->parent, n->name, value);
		return;
	}
	xmlNodeSetContent(n, NULL);
	xmlNodeAddContent(n, value);
	xmlUnsetProp(n, library(MARK_BARE)); // the new text shows what it is
}

static void step_set(struct tree *t, xmlNodePtr n, const char *value)
{
	xmlChar *text = text_at(t, n, value);
	if (text)
		set_text(n, text);
	xmlFree(text);
}

static void step_drop(struct tree *t, xmlNodePtr n, const char *value)
{
	(void)t;
	(void)value;
	if (is_attribute(n)) {
		xmlRemoveProp((xmlAttrPtr)n);
		return;
	}
	xmlUnlinkNode(n);
	xmlFreeNode(n);
}

static void step_rename(struct tree *t, xmlNodePtr n, const char *value)
{
	xmlChar *name = strchr(value, '(') ? text_at(t, n, value) : xmlStrdup(library(value));
	if (name)
		xmlNodeSetName(n, name);
	xmlFree(name);
}

static void step_copy(struct tree *t, xmlNodePtr n, const char *value)
{
	xmlNodePtr copy = is_attribute(n) ? NULL : xmlDocCopyNode(n, t->doc, 1);
	(void)value;
	if (copy)
		xmlAddNextSibling(n, copy);
}

static void step_add(struct tree *t, xmlNodePtr n, const char *value)
{
	const char *expression = strchr(value, '=');
	xmlChar *name = expression ? xmlStrndup(library(value), (int)(expression - value)) : NULL;
	xmlChar *text = name ? text_at(t, n, expression + 1) : NULL;
	if (text && name[0] == '@')
		xmlSetProp(n, name + 1, text);
	else if (text)
		xmlNewTextChild(n, NULL, name, text);
	xmlFree(name);
	xmlFree(text);
}

static void step_move(struct tree *t, xmlNodePtr n, const char *value)
{
	xmlXPathObjectPtr found = evaluate(t, n, value);
	if (found && found->nodesetval && found->nodesetval->nodeNr && !is_attribute(n)) {
		xmlUnlinkNode(n);
		xmlAddChild(found->nodesetval->nodeTab[0], n);
	}
	xmlXPathFreeObject(found);
}

static void step_reverse(struct tree *t, xmlNodePtr n, const char *value)
{
	(void)t;
	(void)value;
	for (xmlNodePtr child = n->children, next; child && child->next; child = next) {
		xmlNodePtr last = n->last;
		next = child;
		if (last == child)
			break;
		xmlUnlinkNode(last);
		xmlAddPrevSibling(child, last);
	}
}

static void step_unwrap(struct tree *t, xmlNodePtr n, const char *value)
{
	while (n->children) {
		xmlNodePtr child = n->children;
		xmlUnlinkNode(child);
		xmlAddPrevSibling(n, child);
	}
	step_drop(t, n, value);
}

static void step_type(struct tree *t, xmlNodePtr n, const char *value)
{
	(void)t;
	if (strcmp(value, "bare") == 0)
		xmlSetProp(n, library(MARK_BARE), library("1"));
	else
		xmlSetProp(n, library(MARK_AS), library(value));
}

static void (*const steps[])(struct tree *, xmlNodePtr, const char *value) = {
	[BEND_SET] = step_set,         [BEND_DROP] = step_drop,     [BEND_RENAME] = step_rename,
	[BEND_COPY] = step_copy,       [BEND_ADD] = step_add,       [BEND_MOVE] = step_move,
	[BEND_REVERSE] = step_reverse, [BEND_UNWRAP] = step_unwrap, [BEND_TYPE] = step_type,
};

bool tree_bend(struct tree *t, const struct bend_step *step)
{
	if (step->op < BEND_SET || step->op > BEND_TYPE)
		return false;
	xmlXPathObjectPtr found = evaluate(t, NULL, step->at);
	xmlNodeSetPtr set = found ? found->nodesetval : NULL;
	// From the last one on, so that what stands within another node goes before it.
	for (int i = set ? set->nodeNr : 0; i > 0; i--) {
		xmlNodePtr node = set->nodeTab[i - 1];
		set->nodeTab[i - 1] = NULL;
		steps[step->op](t, node, step->value);
	}
	bool any = set && set->nodeNr > 0;
	if (set)
		set->nodeNr = 0; // the nodes may be gone
	xmlXPathFreeObject(found);
	return any;
}

// --- a walk ---

static const xmlNode *node_of(const struct tree_node *n)
{
	return (const xmlNode *)(const void *)n;
}

static const struct tree_node *element(const xmlNode *n)
{
	while (n && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return (const struct tree_node *)(const void *)n;
}

const struct tree_node *tree_root(const struct tree *t)
{
	return element(xmlDocGetRootElement(t->doc));
}

const struct tree_node *tree_child(const struct tree_node *n)
{
	return element(node_of(n)->children);
}

const struct tree_node *tree_next(const struct tree_node *n)
{
	return element(node_of(n)->next);
}

const char *tree_name(const struct tree_node *n)
{
	return plain(node_of(n)->name);
}

static void put_content(const xmlNode *n, struct bytes *out)
{
	xmlChar *content = xmlNodeGetContent(n);
	bytes_text(out, text_of_library(content));
	xmlFree(content);
}

void tree_content(const struct tree_node *n, struct bytes *out)
{
	put_content(node_of(n), out);
}

const char *tree_mark(const struct tree_node *n, const char *mark)
{
	const xmlAttr *a = xmlHasProp((xmlNodePtr)(uintptr_t)node_of(n), library(mark));
	return a && a->children ? plain(a->children->content) : NULL;
}

static bool is_mark(const xmlAttr *a)
{
	return a->name[0] == '_';
}

bool tree_attribute(const struct tree_node *n, size_t place, const char **name, struct bytes *value)
{
	for (const xmlAttr *a = node_of(n)->properties; a; a = a->next) {
		if (is_mark(a) || place-- > 0)
			continue;
		*name = plain(a->name);
		put_content((const xmlNode *)(const void *)a, value);
		return true;
	}
	return false;
}

// --- XML ---

static void drop_marks(xmlNodePtr n)
{
	for (xmlAttrPtr a = n->properties, next; a; a = next) {
		next = a->next;
		if (is_mark(a))
			xmlRemoveProp(a);
	}
}

static void wrap_texts(xmlDocPtr doc, xmlNodePtr n)
{
	for (xmlNodePtr child = n->children; child; child = child->next)
		if (child->type == XML_TEXT_NODE) {
			xmlNodePtr section = xmlNewCDataBlock(doc, child->content, xmlStrlen(child->content));
			xmlNodePtr old = xmlReplaceNode(child, section);
			xmlFreeNode(old);
			child = section;
		}
}

static void dress(xmlDocPtr doc, xmlNodePtr n, xmlNsPtr ns, const struct bend_style *style)
{
	drop_marks(n);
	if (ns)
		xmlSetNs(n, ns);
	if (style->xml_cdata)
		wrap_texts(doc, n);
	for (xmlNodePtr child = n->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (style->xml_comments && n == xmlDocGetRootElement(doc))
			xmlAddPrevSibling(child, xmlNewDocComment(doc, library(" a part ")));
		dress(doc, child, ns, style);
	}
}

static void put_document(struct tree *t, const struct bend_style *style, struct bytes *out)
{
	xmlChar *text = NULL;
	int size = 0;
	xmlDocDumpFormatMemoryEnc(t->doc, &text, &size, style->xml_encoding ? style->xml_encoding : "UTF-8",
	                          style->xml_pretty != NULL);
	bytes_add(out, plain(text), text ? (size_t)size : 0);
	xmlFree(text);
}

static void put_element(struct tree *t, const struct bend_style *style, struct bytes *out)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	if (buffer) {
		xmlNodeDump(buffer, t->doc, xmlDocGetRootElement(t->doc), 0, style->xml_pretty != NULL);
		bytes_text(out, text_of_library(xmlBufferContent(buffer)));
	}
	xmlBufferFree(buffer);
}

void tree_write_xml(struct tree *t, const struct bend_style *style, struct bytes *out)
{
	xmlNodePtr root = xmlDocGetRootElement(t->doc);
	const char *space = style->xml_namespace ? style->xml_namespace : style->xml_prefixed;
	if (!root)
		return;
	xmlNsPtr ns = space ? xmlNewNs(root, library(space), style->xml_prefixed ? library("p") : NULL) : NULL;
	dress(t->doc, root, ns, style);
	if (style->xml_bare)
		put_element(t, style, out);
	else
		put_document(t, style, out);
}
