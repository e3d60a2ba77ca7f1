// SPDX-License-Identifier: Apache-2.0
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

struct journal {
	struct arena *arena;
	struct diag *diag;
	struct journal_header header;
	const char *file;
	int fd; /**< -1 until the first entry */
	unsigned entries;
	bool idle; /**< nothing is kept */
};

static struct journal *make(const char *file, struct diag *diag)
{
	struct journal *journal = xmalloc(sizeof(*journal));
	*journal = (struct journal){.arena = arena_new(), .diag = diag, .fd = -1};
	journal->file = arena_string(journal->arena, file);
	return journal;
}

struct journal *journal_new(const char *folder, const struct journal_header *header, struct diag *diag)
{
	struct journal *journal = make("", diag);
	journal->header = *header;
	journal->file = arena_printf(journal->arena, "%s/journal-%s.jsonl", folder, header->run_id);
	return journal;
}

struct journal *journal_idle(void)
{
	struct journal *journal = make("", NULL);
	journal->idle = true;
	return journal;
}

/** Ends the file behind its last whole line. */
static bool drop_cut_line(int fd)
{
	char last;
	off_t end = lseek(fd, 0, SEEK_END);
	while (end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n')
		end--;
	return end >= 0 && ftruncate(fd, end) == 0;
}

struct journal *journal_append(const char *file, struct diag *diag)
{
	struct journal *journal = make(file, diag);
	journal->fd = open(file, O_RDWR | O_CLOEXEC | O_APPEND | O_NOFOLLOW);
	if (journal->fd >= 0 && drop_cut_line(journal->fd))
		return journal;
	diag_error(diag, (struct position){.file = file}, "cannot be written: %s", strerror(errno));
	journal_close(journal);
	return NULL;
}

const char *journal_file(const struct journal *journal)
{
	return journal && journal->fd >= 0 ? journal->file : NULL;
}

static void put_text(struct text *line, const char *text)
{
	text_putc(line, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\')
			text_printf(line, "\\%c", c);
		else if (c < ' ')
			text_printf(line, "\\u%04x", c);
		else
			text_putc(line, *text);
	}
	text_putc(line, '"');
}

static void put_member(struct text *line, const char *name, const char *value)
{
	text_printf(line, ",\"%s\":", name);
	put_text(line, value ? value : "");
}

/** One line, on the disk when this returns. */
static bool write_line(struct journal *journal, struct text *line)
{
	text_putc(line, '\n');
	const char *at = line->ptr;
	size_t left = journal->idle ? 0 : line->len;
	bool good = true;
	while (good && left) {
		ssize_t done = write(journal->fd, at, left);
		if (done < 0 && errno == EINTR)
			continue;
		good = done > 0;
		at += good ? done : 0;
		left -= good ? (size_t)done : 0;
	}
	good = good && (journal->idle || fdatasync(journal->fd) == 0);
	if (!good)
		diag_error(journal->diag, (struct position){.file = journal->file}, "cannot be written: %s", strerror(errno));
	text_free(line);
	return good;
}

static bool begin(struct journal *journal)
{
	if (journal->idle)
		return true;
	journal->fd = open(journal->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_APPEND | O_NOFOLLOW, 0600);
	if (journal->fd < 0) {
		diag_error(journal->diag, (struct position){.file = journal->file}, "cannot be made: %s", strerror(errno));
		return false;
	}
	struct text line = text_new(SIZE_MAX / 4);
	text_puts(&line, "{\"journal\":\"header\",\"version\":1");
	put_member(&line, "tool", journal->header.tool_version);
	put_member(&line, "cases", journal->header.case_version);
	put_member(&line, "run", journal->header.run_id);
	put_member(&line, "target", journal->header.target);
	put_member(&line, "kind", journal->header.kind);
	put_member(&line, "started", journal->header.started);
	text_putc(&line, '}');
	return write_line(journal, &line);
}

static void put_takes(struct text *line, const struct undo_request *undo)
{
	text_puts(line, ",\"take\":[");
	for (size_t i = 0; i < undo->take_count; i++) {
		text_puts(line, i ? ",{\"name\":" : "{\"name\":");
		put_text(line, undo->takes[i].name);
		if (undo->takes[i].form)
			put_member(line, "as", undo->takes[i].form);
		text_puts(line, ",\"path\":[");
		for (size_t p = 0; p < undo->takes[i].path_count; p++) {
			text_puts(line, p ? "," : "");
			put_text(line, undo->takes[i].paths[p]);
		}
		text_puts(line, "]}");
	}
	text_putc(line, ']');
}

static void put_undo(struct text *line, const struct undo_request *undo)
{
	text_puts(line, "{\"id\":");
	put_text(line, undo->id);
	put_member(line, "operation", undo->operation);
	put_member(line, "format", format_name(undo->format));
	text_puts(line, ",\"parameters\":[");
	for (size_t i = 0; i < undo->parameter_count; i++) {
		text_puts(line, i ? ",{\"name\":" : "{\"name\":");
		put_text(line, undo->parameters[i].name);
		put_member(line, "value", undo->parameters[i].value);
		text_putc(line, '}');
	}
	text_puts(line, "],\"expect\":[");
	for (size_t i = 0; i < undo->expect_count; i++)
		text_printf(line, "%s%d", i ? "," : "", undo->expect[i]);
	text_putc(line, ']');
	put_takes(line, undo);
	text_putc(line, '}');
}

bool journal_sending(struct journal *journal, struct journal_entry *entry)
{
	if (journal->fd < 0 && !begin(journal))
		return false;
	entry->seq = ++journal->entries;
	struct text line = text_new(SIZE_MAX / 4);
	text_printf(&line, "{\"journal\":\"sending\",\"seq\":%u,\"chain\":%u", entry->seq, entry->chain);
	put_member(&line, "case", entry->case_id);
	put_member(&line, "method", entry->method);
	put_member(&line, "path", entry->path);
	text_puts(&line, ",\"undo\":[");
	for (size_t i = 0; i < entry->undo_count; i++) {
		text_puts(&line, i ? "," : "");
		put_undo(&line, &entry->undo[i]);
	}
	text_puts(&line, "]}");
	return write_line(journal, &line);
}

bool journal_outcome(struct journal *journal, unsigned seq, int status)
{
	struct text line = text_new(SIZE_MAX / 4);
	text_printf(&line, "{\"journal\":\"outcome\",\"seq\":%u,\"status\":", seq);
	if (status)
		text_printf(&line, "%d}", status);
	else
		text_puts(&line, "\"unknown\"}");
	return write_line(journal, &line);
}

bool journal_undone(struct journal *journal, unsigned seq, const char *how)
{
	struct text line = text_new(SIZE_MAX / 4);
	text_printf(&line, "{\"journal\":\"undone\",\"seq\":%u", seq);
	put_member(&line, "how", how);
	text_putc(&line, '}');
	return write_line(journal, &line);
}

void journal_discard(struct journal *journal)
{
	if (journal->fd < 0)
		return;
	unlink(journal->file);
	close(journal->fd);
	journal->fd = -1;
}

void journal_close(struct journal *journal)
{
	if (!journal)
		return;
	if (journal->fd >= 0)
		close(journal->fd);
	arena_free(journal->arena);
	free(journal);
}
