// SPDX-License-Identifier: Apache-2.0
#include "compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "moment.h"
#include "schema.h"

/** Elements nested deeper are not looked at; bodies are refused at 128 already. */
enum { DEPTH_MAX = 200 };

/** What a child is to a comparison: children of one identity are compared with each other. */
struct identity {
	uint64_t hash;               /**< of the documented name, or of the key of an entry; in lower case */
	const struct node *node;     /**< what is compared: the child, or the value of the entry */
	struct str key;              /**< of an entry; empty for elements */
	const struct field *field;   /**< NULL for what the schema does not know */
	const struct schema *schema; /**< of the node's children, or NULL */
	bool is_ignored; /**< volatile, or an element that the guide does not know: a server may add it in one format only */
};

/** When two texts are the same value. */
enum sameness {
	SAME_TEXT,   /**< as scalar_equal() says */
	SAME_TRUTH,  /**< true and false also in other letters (errata E118) */
	SAME_MOMENT, /**< a moment may be written with Z or with an offset (errata E003) */
};

/** What the children of a node, and its own text, are looked at with. */
struct view {
	const struct schema *schema; /**< of the children, or NULL */
	const struct field *entries; /**< the node is the container of these key-value entries; NULL elsewhere */
	const struct schema *keys;   /**< describes the entries, or NULL */
	bool is_scalar;              /**< the schema knows a text here: attributes are none of its data (errata E030) */
	enum sameness sameness;      /**< of the node's own text */
	size_t guess;                /**< where the next name is looked for first */
};

bool scalar_equal(struct str left, struct str right)
{
	return str_equal(decimal_plain(left), decimal_plain(right));
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	uint64_t x = (a ^ 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
	x ^= x >> 29;
	x = (x + b) * 0x94d049bb133111ebu;
	x ^= x >> 32;
	x *= 0xbf58476d1ce4e5b9u;
	return x ^ (x >> 29);
}

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/** As name_compare() sees a key when `loose`, else as names of elements are compared. */
static uint64_t word_hash(struct str name, bool loose)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < name.len; i++)
		if (!loose || (name.ptr[i] != ' ' && name.ptr[i] != '_' && name.ptr[i] != '-'))
			hash = (hash ^ lower(name.ptr[i])) * 0x100000001b3u;
	return mix(hash, loose);
}

/** Position of the field for the name, beginning where the last one was found, because records have one order. */
static const struct field *guess_field(const struct schema *schema, struct str name, size_t *guess)
{
	const struct field *field = *guess < schema->count ? &schema->fields[*guess] : NULL;
	if (!field || !str_is(name, field->name))
		field = schema_field(schema, name);
	if (field)
		*guess = (size_t)(field - schema->fields) + 1;
	return field;
}

/** An entry with a key; false for other children, which are then compared as elements. */
static bool identify_entry(const struct node *child, struct view *view, struct identity *identity)
{
	if (!view->entries || !str_is_nocase(child->name, "entry"))
		return false;
	const struct node *key = node_child(child, "key");
	const struct node *value = node_child(child, "value");
	if (!key || !value || str_trim(key->text).len == 0)
		return false;
	identity->key = str_trim(key->text);
	identity->hash = word_hash(identity->key, true);
	identity->node = value;
	identity->field = view->keys ? guess_field(view->keys, identity->key, &view->guess) : NULL;
	if (identity->field)
		identity->hash = word_hash(str_of(identity->field->name), true);
	return true;
}

static void identify(const struct node *child, struct view *view, struct identity *identity)
{
	*identity = (struct identity){.node = child};
	if (!identify_entry(child, view, identity)) {
		identity->field = view->schema ? guess_field(view->schema, child->name, &view->guess) : NULL;
		identity->hash = word_hash(identity->field ? str_of(identity->field->name) : child->name, false);
		identity->schema = identity->field ? identity->field->schema : NULL;
	}
	bool is_described = view->schema || (view->entries && !str_is_nocase(child->name, "entry"));
	bool is_unknown = is_described && !identity->field && !identity->key.len;
	identity->is_ignored =
		is_unknown || (view->is_scalar && child->attribute) || (identity->field && identity->field->is_volatile);
}

static enum sameness sameness_of(const struct identity *identity)
{
	const char *type = identity->field ? identity->field->type->name : "";
	if (strcmp(type, "date") == 0)
		return SAME_MOMENT;
	/* a rule or a detail holds a boolean in a field of texts */
	bool may_be_boolean = identity->key.len || strcmp(type, "boolean") == 0 || strcmp(type, "text") == 0;
	return may_be_boolean ? SAME_TRUTH : SAME_TEXT;
}

/** How the children of an identified node are to be seen; `record` is the node above, which chooses the key table. */
static struct view view_below(const struct identity *identity, const struct node *record)
{
	const struct field *field = identity->field;
	bool is_text = field && !field->type->container && strcmp(field->type->name, "any") != 0;
	struct view view = {
		.schema = identity->schema,
		.is_scalar = is_text || identity->key.len,
		.sameness = sameness_of(identity),
	};
	if (field && !identity->key.len && strcmp(field->type->name, "entries") == 0 && identity->node->first) {
		view.entries = field;
		view.keys = schema_keys(field, record);
	}
	return view;
}

/** One spelling for all texts that are the same value; borrowed from `text`, `room` or forever. */
static struct str plain(enum sameness sameness, struct str text, char room[MOMENT_ROOM])
{
	int64_t us;
	text = decimal_plain(text);
	if (sameness == SAME_TRUTH && str_is_nocase(text, "true"))
		return str_of("true");
	if (sameness == SAME_TRUTH && str_is_nocase(text, "false"))
		return str_of("false");
	if (sameness != SAME_MOMENT || !moment_read(text, &us))
		return text;
	snprintf(room, MOMENT_ROOM, "%" PRId64 " us", us);
	return str_of(room);
}

static uint64_t text_hash(enum sameness sameness, struct str text)
{
	char room[MOMENT_ROOM];
	return mix(str_hash(plain(sameness, text, room)), 1);
}

static bool is_same(enum sameness sameness, struct str left, struct str right)
{
	char left_room[MOMENT_ROOM];
	char right_room[MOMENT_ROOM];
	return str_equal(plain(sameness, left, left_room), plain(sameness, right, right_room));
}

/** The digest of a node's content, 0 for emptiness. */
static uint64_t content_digest(struct view view, const struct node *node, size_t depth)
{
	uint64_t sum = 0;
	for (const struct node *child = depth < DEPTH_MAX ? node->first : NULL; child; child = child->next) {
		struct identity identity;
		identify(child, &view, &identity);
		if (identity.is_ignored)
			continue;
		uint64_t digest = 0;
		if (identity.node->first)
			digest = content_digest(view_below(&identity, node), identity.node, depth + 1);
		else if (str_trim(identity.node->text).len)
			digest = text_hash(sameness_of(&identity), identity.node->text);
		if (digest)
			sum += mix(identity.hash, digest);
	}
	if (str_trim(node->text).len)
		sum += text_hash(view.sameness, node->text);
	return sum;
}

uint64_t node_digest(const struct schema *schema, const struct node *node)
{
	uint64_t digest = content_digest((struct view){.schema = schema}, node, 0);
	return digest ? digest : 1;
}

uint64_t node_digest_below(const struct schema *schema, const struct node *record, const char *name)
{
	struct view view = {.schema = schema};
	for (const struct node *child = record->first; child; child = child->next) {
		struct identity identity;
		if (!child->first || !str_is_nocase(child->name, name))
			continue;
		identify(child, &view, &identity);
		return content_digest(view_below(&identity, record), identity.node, 1);
	}
	return 0;
}

/** A child that counts, on one side of a comparison. */
struct item {
	struct identity identity;
	struct view view; /**< of what is below it */
	uint64_t digest;
	size_t order;  /**< among the items of its side */
	size_t others; /**< items of the same identity on the other side */
	bool matched;  /**< the other side has its equal */
};

/** The items of one side. */
struct side {
	struct item *items;
	size_t count;
};

/** A node as one side of a comparison looks at it; without a node it is absent. */
struct look {
	const struct node *node;
	struct view view;
};

/** Two items to look into, or one that has no counterpart. */
struct couple {
	const struct item *left;
	const struct item *right;
	size_t order;
};

/** A comparison at work. */
struct comparison {
	struct arena *arena;
	enum compare_scope scope;
	struct difference *differences;
	size_t count;
	size_t ceiling;
};

static struct side gather(struct arena *arena, struct look look, size_t depth)
{
	struct side side = {0};
	const struct node *node = look.node;
	for (const struct node *child = node && depth < DEPTH_MAX ? node->first : NULL; child; child = child->next) {
		struct item item = {.order = side.count};
		identify(child, &look.view, &item.identity);
		if (item.identity.is_ignored)
			continue;
		item.view = view_below(&item.identity, node);
		item.digest = content_digest(item.view, item.identity.node, depth + 1);
		if (item.digest)
			ARENA_PUSH(arena, side.items, side.count, item);
	}
	return side;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int by_digest(const void *a, const void *b)
{
	const struct item *left = a;
	const struct item *right = b;
	int difference = compare_numbers(left->identity.hash, right->identity.hash);
	if (difference == 0)
		difference = compare_numbers(left->digest, right->digest);
	return difference ? difference : compare_numbers(left->order, right->order);
}

static int by_order(const void *a, const void *b)
{
	const struct item *left = a;
	const struct item *right = b;
	int difference = compare_numbers(left->identity.hash, right->identity.hash);
	return difference ? difference : compare_numbers(left->order, right->order);
}

static int couple_order(const void *a, const void *b)
{
	return compare_numbers(((const struct couple *)a)->order, ((const struct couple *)b)->order);
}

static void sort(struct side *side, int (*order)(const void *a, const void *b))
{
	if (side->count > 1)
		qsort(side->items, side->count, sizeof(*side->items), order);
}

/** Marks the items that both sides have; both are sorted by digest. */
static void match_equals(struct side *left, struct side *right)
{
	size_t i = 0;
	size_t j = 0;
	while (i < left->count && j < right->count) {
		struct item *a = &left->items[i];
		struct item *b = &right->items[j];
		int difference = compare_numbers(a->identity.hash, b->identity.hash);
		if (difference == 0)
			difference = compare_numbers(a->digest, b->digest);
		a->matched = a->matched || difference == 0;
		b->matched = b->matched || difference == 0;
		i += difference <= 0;
		j += difference >= 0;
	}
}

/** Tells each item of `side` how many of its identity the other side has; both are sorted by identity. */
static void count_others(struct side *side, const struct side *other)
{
	size_t from = 0;
	for (size_t i = 0; i < side->count; i++) {
		uint64_t hash = side->items[i].identity.hash;
		if (i > 0 && side->items[i - 1].identity.hash == hash) {
			side->items[i].others = side->items[i - 1].others;
			continue;
		}
		while (from < other->count && other->items[from].identity.hash < hash)
			from++;
		size_t to = from;
		while (to < other->count && other->items[to].identity.hash == hash)
			to++;
		side->items[i].others = to - from;
	}
}

/** Keeps only the items without an equal, in the order of their identity and then of the document. */
static void keep_unmatched(struct side *side)
{
	size_t kept = 0;
	for (size_t i = 0; i < side->count; i++)
		if (!side->items[i].matched)
			side->items[kept++] = side->items[i];
	side->count = kept;
	sort(side, by_order);
}

/** Pairs unmatched items of one identity, in the order of the document. */
static struct couple *couple_up(struct arena *arena, const struct side *left, const struct side *right, size_t *count)
{
	struct couple *couples = ARENA_ARRAY(arena, struct couple, left->count + right->count);
	size_t i = 0;
	size_t j = 0;
	*count = 0;
	while (i < left->count || j < right->count) {
		const struct item *a = i < left->count ? &left->items[i] : NULL;
		const struct item *b = j < right->count ? &right->items[j] : NULL;
		int difference = !b ? -1 : !a ? 1 : compare_numbers(a->identity.hash, b->identity.hash);
		struct couple couple = {
			.left = difference <= 0 ? a : NULL,
			.right = difference >= 0 ? b : NULL,
			.order = difference <= 0 ? a->order : SIZE_MAX / 2 + b->order,
		};
		couples[(*count)++] = couple;
		i += difference <= 0;
		j += difference >= 0;
	}
	if (*count > 1)
		qsort(couples, *count, sizeof(*couples), couple_order);
	return couples;
}

static const char *couple_path(struct arena *arena, const char *path, const struct couple *couple)
{
	const struct identity *identity = couple->left ? &couple->left->identity : &couple->right->identity;
	struct str name = identity->key.len ? identity->key : identity->node->name;
	if (identity->field)
		name = str_of(identity->field->name);
	const char *slash = *path ? "/" : "";
	return arena_printf(arena, identity->key.len ? "%s%sentry[%.*s]" : "%s%s%.*s", path, slash, (int)name.len, name.ptr);
}

static void compare_texts(struct comparison *comparison, const char *path, enum sameness sameness,
                          const struct node *left, const struct node *right)
{
	struct str a = left ? str_trim(left->text) : (struct str){"", 0};
	struct str b = right ? str_trim(right->text) : (struct str){"", 0};
	if (is_same(sameness, a, b))
		return;
	struct difference difference = {
		.path = path,
		.left = a,
		.right = b,
		.left_absent = !left || left->none,
		.right_absent = !right || right->none,
	};
	ARENA_PUSH(comparison->arena, comparison->differences, comparison->count, difference);
}

/** An item that the other side lacks counts unless only what both have is compared. */
static bool is_compared(const struct comparison *comparison, const struct couple *couple)
{
	if ((couple->left && couple->right) || comparison->scope == COMPARE_ALL)
		return true;
	return couple->left ? couple->left->others > 0 : couple->right->others > 0;
}

static struct look look_at(const struct item *item)
{
	return item ? (struct look){item->identity.node, item->view} : (struct look){0};
}

/** What the two nodes have that does not match, paired. */
static const struct couple *find_couples(struct arena *arena, struct look left, struct look right, size_t depth,
                                         size_t *count)
{
	struct side a = gather(arena, left, depth);
	struct side b = gather(arena, right, depth);
	sort(&a, by_digest);
	sort(&b, by_digest);
	count_others(&a, &b);
	count_others(&b, &a);
	match_equals(&a, &b);
	keep_unmatched(&a);
	keep_unmatched(&b);
	return couple_up(arena, &a, &b, count);
}

static void compare_nodes(struct comparison *comparison, const char *path, struct look left, struct look right,
                          size_t depth)
{
	size_t count;
	const struct couple *couples = find_couples(comparison->arena, left, right, depth, &count);
	if (comparison->count < comparison->ceiling)
		compare_texts(comparison, path, left.view.sameness, left.node, right.node);
	for (size_t i = 0; i < count && comparison->count < comparison->ceiling; i++)
		if (is_compared(comparison, &couples[i]))
			compare_nodes(comparison, couple_path(comparison->arena, path, &couples[i]), look_at(couples[i].left),
			              look_at(couples[i].right), depth + 1);
}

const struct difference *node_compare(struct arena *arena, const struct schema *schema, const struct node *left,
                                      const struct node *right, enum compare_scope scope, size_t ceiling, size_t *count)
{
	struct comparison comparison = {.arena = arena, .scope = scope, .ceiling = ceiling};
	struct view view = {.schema = schema};
	compare_nodes(&comparison, "", (struct look){left, view}, (struct look){right, view}, 0);
	*count = comparison.count;
	return comparison.differences;
}
