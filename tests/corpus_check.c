// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the files of a public corpus as bodies and says how that went: `corpus-check json FILE...` holds the verdict
 * against the first letter of the file name (JSONTestSuite: y, n, i), `corpus-check xml FILE...` only wants an end.
 * File names come from the command line, or one a line from standard input. Exit 1 when a verdict is wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "body.h"

enum { BODY_CEILING = 16 << 20, STATUSES = BODY_LIMIT + 1, MOST_SECONDS = 2 };

/** Counts by the kind of file: the first letter, or `x` for XML. */
struct tally {
	char kind;
	size_t files;
	size_t ended[STATUSES];
};

struct check {
	enum body_format format;
	char *bytes;
	struct tally tallies[4];
	size_t wrong;
};

static double seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t read_file(const char *path, char *bytes)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		exit(2);
	}
	size_t length = fread(bytes, 1, BODY_CEILING, file);
	fclose(file);
	return length;
}

static struct body read_in(struct check *check, size_t length, size_t piece)
{
	struct arena *arena = arena_new();
	struct body_limits limits = body_default_limits();
	struct body_reader *reader = body_open(arena, check->format, NULL, &limits, NULL);
	for (size_t at = 0; at < length; at += piece)
		body_feed(reader, check->bytes + at, length - at < piece ? length - at : piece);
	struct body body = body_close(reader);
	body.root = NULL;
	body.message = NULL;
	arena_free(arena);
	return body;
}

/** A key that stands twice is valid JSON, and yet refused: a judge must not choose between two values. */
static bool as_expected(char kind, const char *name, enum body_status status)
{
	switch (kind) {
	case 'y':
		return status == (strstr(name, "duplicated_key") ? BODY_DUPLICATE_KEY : BODY_OK);
	case 'n':
		return status != BODY_OK;
	default:
		return true;
	}
}

static struct tally *tally_of(struct check *check, char kind)
{
	struct tally *tally = check->tallies;
	while (tally->kind && tally->kind != kind)
		tally++;
	tally->kind = kind;
	return tally;
}

static void complain(struct check *check, const char *path, const char *text, enum body_status status)
{
	printf("%s: %s (%s)\n", path, text, body_status_name(status));
	check->wrong++;
}

static void check_file(struct check *check, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char kind = 'x';
	if (check->format == BODY_JSON)
		kind = strchr("yni", name[0]) ? name[0] : 'i';
	size_t length = read_file(path, check->bytes);
	double start = seconds_now();
	struct body whole = read_in(check, length, BODY_CEILING);
	if (seconds_now() - start > MOST_SECONDS)
		complain(check, path, "takes too long", whole.status);
	struct body pieces = read_in(check, length, 1);
	if (pieces.status != whole.status)
		complain(check, path, "ends otherwise when it comes byte by byte", pieces.status);
	if (!as_expected(kind, name, whole.status))
		complain(check, path, "not what the corpus expects", whole.status);
	struct tally *tally = tally_of(check, kind);
	tally->files++;
	tally->ended[whole.status]++;
}

static void print_tallies(const struct check *check)
{
	for (const struct tally *tally = check->tallies; tally->kind; tally++) {
		printf("%c: %zu files;", tally->kind, tally->files);
		for (size_t status = 0; status < STATUSES; status++)
			if (tally->ended[status])
				printf(" %s %zu", body_status_name((enum body_status)status), tally->ended[status]);
		printf("\n");
	}
	printf("%zu wrong\n", check->wrong);
}

int main(int argc, char **argv)
{
	if (argc < 2 || (strcmp(argv[1], "xml") != 0 && strcmp(argv[1], "json") != 0)) {
		fprintf(stderr, "usage: corpus-check xml|json [FILE...]\n");
		return 2;
	}
	struct check check = {.format = strcmp(argv[1], "xml") == 0 ? BODY_XML : BODY_JSON};
	check.bytes = xmalloc(BODY_CEILING);
	for (int i = 2; i < argc; i++)
		check_file(&check, argv[i]);
	char line[4096];
	while (argc == 2 && fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		check_file(&check, line);
	}
	print_tallies(&check);
	free(check.bytes);
	return check.wrong ? 1 : 0;
}
