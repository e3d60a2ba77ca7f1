// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "outfile.h"
#include "record_shape.h"

enum { LINE_MAX_BYTES = 64 << 20 };

/** The kinds of lines; the name stands in the member "record". */
static const struct {
	const char *name;
	enum record_kind kind;
	const struct shape *shape;
} kinds[] = {
	{"header", RECORD_HEADER, &header_shape},    {"case", RECORD_RESULT, &result_shape},
	{"shape", RECORD_OBSERVED, &observed_shape}, {"summary", RECORD_SUMMARY, &summary_shape},
	{"setup", RECORD_SETUP, &setup_shape},       {"exchange", RECORD_EXCHANGE, &taped_shape},
	{"bytes", RECORD_BYTES, &bytes_shape},       {"requirements", RECORD_SET, &set_shape},
};

/**
 * Where cJSON builds the tree of the line at hand, some hundred small pieces that live and die together. Shared by all
 * records, as cJSON hands no context to its hooks: a tree never outlives the call that reads or writes its line.
 */
static struct arena *tree;

static void *tree_alloc(size_t size)
{
	return arena_alloc(tree, size);
}

static void tree_free(UNUSED void *memory)
{
}

static void tree_prepare(void)
{
	if (!tree)
		tree = arena_new();
	cJSON_InitHooks(&(cJSON_Hooks){tree_alloc, tree_free});
}

/** Forgets the tree; the memory of an unusually long line is given back. */
static void tree_end(void)
{
	enum { USUAL = 1 << 20 };
	if (arena_used(tree) < USUAL) {
		arena_reset(tree);
		return;
	}
	arena_free(tree);
	tree = arena_new();
}

/* Writing. */

struct record {
	struct outfile *file;
	const struct mask *mask;
	struct diag *diag;
	struct arena *scratch;
	struct arena *arena;
	long written;      /**< bytes so far */
	const char **sets; /**< names of those that were written, the last at the end */
	size_t set_count;
	bool failed;
};

struct record *record_create(const char *name, const struct mask *mask, struct diag *diag)
{
	struct outfile *file = outfile_create(name, diag);
	if (!file)
		return NULL;
	tree_prepare();
	struct record *record = xmalloc(sizeof(*record));
	*record = (struct record){.file = file, .mask = mask, .diag = diag, .scratch = arena_new(), .arena = arena_new()};
	return record;
}

/** The gate: no text enters a line but through here. */
static cJSON *new_text(struct record *record, const char *text)
{
	return cJSON_CreateString(utf8_visible(record->scratch, mask_text(record->mask, record->scratch, text)));
}

/** cJSON prints numbers through a double; a count or a time is printed as its digits. */
static cJSON *new_number(struct record *record, enum member_type type, const void *at)
{
	const char *digits = NULL;
	if (type == INT)
		digits = arena_printf(record->scratch, "%d", *(const int *)at);
	else if (type == UNSIGNED)
		digits = arena_printf(record->scratch, "%u", *(const unsigned *)at);
	else if (type == SIZE)
		digits = arena_printf(record->scratch, "%zu", *(const size_t *)at);
	else if (type == INT64)
		digits = arena_printf(record->scratch, "%" PRId64, *(const int64_t *)at);
	else if (type == UINT64)
		digits = arena_printf(record->scratch, "%" PRIu64, *(const uint64_t *)at);
	assert(digits);
	return cJSON_CreateRaw(digits);
}

static void put_struct(struct record *record, cJSON *object, const struct shape *shape, const void *base);

static cJSON *new_array(struct record *record, const struct member *member, const void *base)
{
	cJSON *array = cJSON_CreateArray();
	const char *elements = *(const char *const *)((const char *)base + member->offset);
	size_t count = *(const size_t *)((const char *)base + member->count_offset);
	for (size_t i = 0; i < count; i++) {
		cJSON *element;
		if (member->type == TEXTS) {
			element = new_text(record, ((const char *const *)(const void *)elements)[i]);
		} else {
			element = cJSON_CreateObject();
			put_struct(record, element, member->shape, elements + i * member->shape->size);
		}
		cJSON_AddItemToArray(array, element);
	}
	return array;
}

static cJSON *new_set_name(struct record *record, const struct requirement_set *set)
{
	return set ? new_text(record, set->name) : NULL;
}

static cJSON *new_member(struct record *record, const struct member *member, const void *base)
{
	const void *at = (const char *)base + member->offset;
	const char *text;
	switch (member->type) {
	case TEXT:
		text = *(const char *const *)at;
		return text || member->required ? new_text(record, text ? text : "") : NULL;
	case BOOL:
		return cJSON_CreateBool(*(const bool *)at);
	case SET:
		return new_set_name(record, *(const struct requirement_set *const *)at);
	case VERDICT:
		return cJSON_CreateString(verdict_name(*(const enum verdict *)at));
	case LEVEL:
		return cJSON_CreateString(level_name(*(const enum level *)at));
	case TEXTS:
	case OBJECTS:
		return new_array(record, member, base);
	default:
		return new_number(record, member->type, at);
	}
}

/** False, or an array without elements. */
static bool is_nothing(const struct member *member, const void *base)
{
	if (member->type == BOOL)
		return !*(const bool *)((const char *)base + member->offset);
	bool array = member->type == TEXTS || member->type == OBJECTS;
	return array && *(const size_t *)((const char *)base + member->count_offset) == 0;
}

static void put_struct(struct record *record, cJSON *object, const struct shape *shape, const void *base)
{
	for (size_t i = 0; i < shape->count; i++) {
		if (shape->sparse && is_nothing(&shape->members[i], base))
			continue;
		cJSON *value = new_member(record, &shape->members[i], base);
		if (value)
			cJSON_AddItemToObjectCS(object, shape->members[i].name, value);
	}
}

static void write_line(struct record *record, cJSON *object)
{
	char *line = cJSON_PrintUnformatted(object);
	assert(line);
	record->written += (long)strlen(line) + 1;
	fputs(line, outfile_stream(record->file));
	fputc('\n', outfile_stream(record->file));
	tree_end();
	if (!record->failed && outfile_flush(record->file, record->diag) != 0)
		record->failed = true;
	arena_reset(record->scratch);
}

static cJSON *new_line(enum record_kind kind)
{
	cJSON *object = cJSON_CreateObject();
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (kinds[i].kind == kind)
			cJSON_AddStringToObject(object, "record", kinds[i].name);
	return object;
}

void record_header(struct record *record, const struct run_header *header)
{
	cJSON *object = new_line(RECORD_HEADER);
	cJSON_AddNumberToObject(object, "version", RECORD_VERSION);
	cJSON_AddStringToObject(object, "tool", "epmm-conform");
	put_struct(record, object, &header_shape, header);
	write_line(record, object);
}

/** Writes a set before the first case that names it. */
static void write_set(struct record *record, const struct requirement_set *set)
{
	for (size_t i = record->set_count; i-- > 0;)
		if (strcmp(record->sets[i], set->name) == 0)
			return;
	ARENA_PUSH(record->arena, record->sets, record->set_count, arena_string(record->arena, set->name));
	record_line(record, RECORD_SET, set);
}

long record_result(struct record *record, const struct result *result)
{
	if (result->shared)
		write_set(record, result->shared);
	long offset = record->written;
	cJSON *object = new_line(RECORD_RESULT);
	put_struct(record, object, &result_shape, result);
	write_line(record, object);
	return offset;
}

void record_observed(struct record *record, const struct observed *observed)
{
	cJSON *object = new_line(RECORD_OBSERVED);
	put_struct(record, object, &observed_shape, observed);
	write_line(record, object);
}

long record_summary(struct record *record, const struct run_summary *summary)
{
	long offset = record->written;
	cJSON *object = new_line(RECORD_SUMMARY);
	put_struct(record, object, &summary_shape, summary);
	write_line(record, object);
	return offset;
}

void record_line(struct record *record, enum record_kind kind, const void *content)
{
	cJSON *object = new_line(kind);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (kinds[i].kind == kind)
			put_struct(record, object, kinds[i].shape, content);
	write_line(record, object);
}

bool record_failed(const struct record *record)
{
	return record->failed;
}

int record_close(struct record *record)
{
	if (!record)
		return 0;
	int result = outfile_commit(record->file, record->diag);
	arena_free(record->scratch);
	arena_free(record->arena);
	free(record);
	return result;
}

void record_abandon(struct record *record)
{
	if (!record)
		return;
	outfile_abandon(record->file);
	arena_free(record->scratch);
	arena_free(record->arena);
	free(record);
}

/* Reading. */

struct record_reader {
	struct arena *arena;
	const char *name;
	FILE *stream;
	struct diag *diag;
	struct text line;
	unsigned number;                     /**< of the line, 0 after record_seek() */
	const struct requirement_set **sets; /**< those that were read, in the arena */
	size_t set_count;
};

struct record_reader *record_open(const char *name, struct diag *diag)
{
	FILE *stream = fopen(name, "re");
	if (!stream) {
		diag_error(diag, (struct position){.file = name}, "cannot be read: %s", strerror(errno));
		return NULL;
	}
	tree_prepare();
	struct arena *arena = arena_new();
	struct record_reader *reader = ARENA_NEW(arena, struct record_reader);
	*reader =
		(struct record_reader){arena, arena_string(arena, name), stream, diag, text_new(LINE_MAX_BYTES), 0, NULL, 0};
	return reader;
}

void record_done(struct record_reader *reader)
{
	if (!reader)
		return;
	fclose(reader->stream);
	text_free(&reader->line);
	arena_free(reader->arena);
}

void record_seek(struct record_reader *reader, long offset)
{
	fseek(reader->stream, offset, SEEK_SET);
	reader->number = 0;
}

size_t record_raw(struct record_reader *reader, char *bytes, size_t size)
{
	return fread(bytes, 1, size, reader->stream);
}

static enum record_kind broken(struct record_reader *reader, const char *what, const char *name)
{
	struct position at = {reader->name, reader->number, reader->number ? 1 : 0};
	diag_error(reader->diag, at, "not a run record: %s%s", what, name);
	return RECORD_BROKEN;
}

/** A line as a cJSON tree that is being copied into structs. */
struct taking {
	const struct record_reader *reader;
	struct arena *arena;
	const char *missing; /**< name of the first member that is absent or of the wrong type */
};

static bool take_number(const cJSON *value, double least, double most, int64_t *number)
{
	if (!cJSON_IsNumber(value) || !(value->valuedouble >= least && value->valuedouble <= most))
		return false;
	*number = (int64_t)value->valuedouble;
	return (double)*number == value->valuedouble;
}

static bool take_integer(const cJSON *value, enum member_type type, void *at)
{
	const double exact = 9007199254740992.0;
	const struct {
		double least, most;
	} ranges[] = {
		[INT] = {INT32_MIN, INT32_MAX}, [UNSIGNED] = {0, UINT32_MAX}, [SIZE] = {0, exact},
		[INT64] = {-exact, exact},      [UINT64] = {0, exact},
	};
	int64_t number;
	if (!take_number(value, ranges[type].least, ranges[type].most, &number))
		return false;
	if (type == INT)
		*(int *)at = (int)number;
	else if (type == UNSIGNED)
		*(unsigned *)at = (unsigned)number;
	else if (type == SIZE)
		*(size_t *)at = (size_t)number;
	else if (type == INT64)
		*(int64_t *)at = number;
	else
		*(uint64_t *)at = (uint64_t)number;
	return true;
}

static bool take_verdict(const cJSON *value, enum verdict *verdict)
{
	for (*verdict = VERDICT_PASS; *verdict < VERDICTS; ++*verdict)
		if (cJSON_IsString(value) && strcmp(value->valuestring, verdict_name(*verdict)) == 0)
			return true;
	return false;
}

static bool take_level(const cJSON *value, enum level *level)
{
	for (*level = LEVEL_NOTE; *level <= LEVEL_ERROR; ++*level)
		if (cJSON_IsString(value) && strcmp(value->valuestring, level_name(*level)) == 0)
			return true;
	return false;
}

static bool take_struct(struct taking *taking, const cJSON *object, const struct shape *shape, void *base);

static bool take_texts(struct taking *taking, const cJSON *array, void *base, const struct member *member)
{
	size_t count = 0;
	const char **texts = ARENA_ARRAY(taking->arena, const char *, (size_t)cJSON_GetArraySize(array));
	const cJSON *element;
	cJSON_ArrayForEach(element, array)
	{
		if (!cJSON_IsString(element))
			return false;
		texts[count++] = arena_string(taking->arena, element->valuestring);
	}
	*(const char ***)(void *)((char *)base + member->offset) = texts;
	*(size_t *)(void *)((char *)base + member->count_offset) = count;
	return true;
}

static bool take_objects(struct taking *taking, const cJSON *array, void *base, const struct member *member)
{
	size_t count = 0;
	char *elements = arena_array(taking->arena, (size_t)cJSON_GetArraySize(array), member->shape->size);
	const cJSON *element;
	cJSON_ArrayForEach(element, array)
	{
		if (!take_struct(taking, element, member->shape, elements + count++ * member->shape->size))
			return false;
	}
	*(void **)(void *)((char *)base + member->offset) = elements;
	*(size_t *)(void *)((char *)base + member->count_offset) = count;
	return true;
}

static const struct requirement_set *find_set(const struct record_reader *reader, const char *name)
{
	for (size_t i = reader->set_count; i-- > 0;)
		if (strcmp(reader->sets[i]->name, name) == 0)
			return reader->sets[i];
	return NULL;
}

static bool take_set(struct taking *taking, const cJSON *value, const struct requirement_set **set)
{
	*set = cJSON_IsString(value) ? find_set(taking->reader, value->valuestring) : NULL;
	return *set != NULL;
}

static bool take_member(struct taking *taking, const cJSON *value, void *base, const struct member *member)
{
	void *at = (char *)base + member->offset;
	switch (member->type) {
	case TEXT:
		*(const char **)at = cJSON_IsString(value) ? arena_string(taking->arena, value->valuestring) : NULL;
		return cJSON_IsString(value);
	case BOOL:
		*(bool *)at = cJSON_IsTrue(value);
		return cJSON_IsBool(value);
	case SET:
		return take_set(taking, value, at);
	case VERDICT:
		return take_verdict(value, at);
	case LEVEL:
		return take_level(value, at);
	case TEXTS:
		return cJSON_IsArray(value) && take_texts(taking, value, base, member);
	case OBJECTS:
		return cJSON_IsArray(value) && take_objects(taking, value, base, member);
	default:
		return take_integer(value, member->type, at);
	}
}

/** Members stand in the order of the shape when we wrote them: the next one is looked at before all are. */
static const cJSON *find_member(const cJSON *object, const cJSON *next, const char *name)
{
	if (next && next->string && strcmp(next->string, name) == 0)
		return next;
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool take_struct(struct taking *taking, const cJSON *object, const struct shape *shape, void *base)
{
	const cJSON *next = object->child;
	for (size_t i = 0; i < shape->count; i++) {
		const struct member *member = &shape->members[i];
		const cJSON *value = find_member(object, next, member->name);
		next = value ? value->next : next;
		if (value ? take_member(taking, value, base, member) : !member->required)
			continue;
		if (!taking->missing)
			taking->missing = member->name;
		return false;
	}
	return true;
}

static bool is_version(const cJSON *object)
{
	const cJSON *version = cJSON_GetObjectItemCaseSensitive(object, "version");
	return cJSON_IsNumber(version) && version->valueint == RECORD_VERSION;
}

/** Keeps a set for the cases that name it; false, because nobody else wants the line. */
static bool keep_set(struct record_reader *reader, const struct requirement_set *set)
{
	if (find_set(reader, set->name))
		return false;
	struct requirement_set *kept = ARENA_NEW(reader->arena, struct requirement_set);
	*kept = *set;
	ARENA_PUSH(reader->arena, reader->sets, reader->set_count, kept);
	return false;
}

/** Fills the line; false for a line that is no caller's: a set, or of a kind that only a later writer knows. */
static bool take_line(struct record_reader *reader, struct arena *arena, const cJSON *object, struct record_line *line)
{
	const cJSON *name = cJSON_GetObjectItemCaseSensitive(object, "record");
	if (!cJSON_IsString(name)) {
		line->kind = broken(reader, "missing: ", "record");
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].name, name->valuestring) != 0)
			continue;
		struct taking taking = {.reader = reader, .arena = kinds[i].kind == RECORD_SET ? reader->arena : arena};
		line->kind = kinds[i].kind;
		if (line->kind == RECORD_HEADER && !is_version(object))
			line->kind = broken(reader, "written by another version of the program", "");
		else if (!take_struct(&taking, object, kinds[i].shape, &line->header))
			line->kind = broken(reader, "missing or of the wrong type: ", taking.missing);
		else if (line->kind == RECORD_SET)
			return keep_set(reader, &line->set);
		return true;
	}
	return false;
}

/** Reads up to the line end, which is left out; false at the end of the file or when the last line is unfinished. */
static bool read_line(struct record_reader *reader)
{
	char piece[8192];
	text_clear(&reader->line);
	if (reader->number || ftell(reader->stream) == 0)
		reader->number++;
	while (fgets(piece, sizeof(piece), reader->stream)) {
		size_t length = strlen(piece);
		bool last = length && piece[length - 1] == '\n';
		text_add(&reader->line, piece, length - last);
		if (last)
			return true;
	}
	return false;
}

enum record_kind record_next(struct record_reader *reader, struct arena *arena, struct record_line *line)
{
	for (bool known = false; !known;) {
		*line = (struct record_line){.kind = RECORD_END, .offset = ftell(reader->stream)};
		bool whole = read_line(reader);
		line->number = reader->number;
		if (!whole)
			return RECORD_END;
		cJSON *object = cJSON_ParseWithOpts(text_str(&reader->line), NULL, true);
		if (!cJSON_IsObject(object) || reader->line.overflow) {
			line->kind = broken(reader, "not a JSON object", "");
			known = true;
		} else {
			known = take_line(reader, arena, object, line);
		}
		tree_end();
	}
	return line->kind;
}

void record_read_sets(struct record_reader *reader)
{
	static const char beginning[] = "{\"record\":\"requirements\",";
	struct arena *scratch = arena_new();
	struct record_line line;
	record_seek(reader, 0);
	while (read_line(reader)) {
		if (strncmp(text_str(&reader->line), beginning, sizeof(beginning) - 1) != 0)
			continue;
		cJSON *object = cJSON_ParseWithOpts(text_str(&reader->line), NULL, true);
		if (object)
			take_line(reader, scratch, object, &line);
		tree_end();
	}
	arena_free(scratch);
}
