// SPDX-License-Identifier: Apache-2.0
#include "outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"

struct outfile {
	bool failed; /**< something is missing, even if later writes worked */
	struct arena *arena;
	const char *name;
	const char *part; /**< NULL: standard output, kept in a nameless file until the end */
	FILE *stream;
};

static int complain(struct diag *diag, const char *name, const char *what)
{
	diag_error(diag, (struct position){.file = name}, "%s: %s", what, strerror(errno));
	return -1;
}

/** A device, a pipe or a link under the name would be replaced by the rename; nobody wants that. */
static bool name_is_usable(const char *name, struct diag *diag)
{
	struct stat status;
	if (lstat(name, &status) != 0) {
		if (errno == ENOENT)
			return true;
		complain(diag, name, "cannot be written");
		return false;
	}
	if (S_ISREG(status.st_mode))
		return true;
	diag_error(diag, (struct position){.file = name}, "cannot be written: %s",
	           S_ISLNK(status.st_mode) ? "is a symbolic link" : "is not a regular file");
	return false;
}

/** Removes what a dead run left behind; a living run holds a lock on it. */
static bool remove_stale(const char *part, const char *name, struct diag *diag)
{
	int fd = open(part, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return true; // absent, or open() with O_EXCL will say what is wrong
	bool dead = flock(fd, LOCK_EX | LOCK_NB) == 0;
	if (dead)
		unlink(part);
	else
		diag_error(diag, (struct position){.file = name}, "another run is writing it (%s is locked)", part);
	close(fd);
	return dead;
}

static int open_part(const char *part, const char *name, struct diag *diag)
{
	if (!name_is_usable(name, diag) || !remove_stale(part, name, diag))
		return -1;
	int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return complain(diag, part, "cannot be created");
	if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		close(fd);
		return complain(diag, part, "is locked by another run");
	}
	return fd;
}

static FILE *open_stream(const char *part, const char *name, struct diag *diag)
{
	if (!part) {
		FILE *nameless = tmpfile();
		if (!nameless)
			complain(diag, name, "cannot create a temporary file");
		return nameless;
	}
	int fd = open_part(part, name, diag);
	if (fd < 0)
		return NULL;
	FILE *stream = fdopen(fd, "w+");
	if (!stream) {
		complain(diag, part, "cannot be opened");
		close(fd);
	}
	return stream;
}

struct outfile *outfile_create(const char *name, struct diag *diag)
{
	struct arena *arena = arena_new();
	struct outfile *file = ARENA_NEW(arena, struct outfile);
	file->arena = arena;
	file->name = arena_string(arena, name);
	file->part = strcmp(name, "-") == 0 ? NULL : arena_printf(arena, "%s.part", name);
	file->stream = open_stream(file->part, name, diag);
	if (!file->stream) {
		arena_free(arena);
		return NULL;
	}
	return file;
}

FILE *outfile_stream(const struct outfile *file)
{
	return file->stream;
}

int outfile_flush(struct outfile *file, struct diag *diag)
{
	if (file->failed)
		return -1;
	if (fflush(file->stream) == 0 && !ferror(file->stream))
		return 0;
	file->failed = true;
	return complain(diag, file->name, "cannot be written");
}

/** The rename itself must survive a power cut; where directories cannot be synced there is nothing to do about it. */
static void sync_directory(struct arena *arena, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *directory = slash ? arena_copy(arena, name, (size_t)(slash - name) + 1) : ".";
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

static int copy_to_stdout(FILE *from)
{
	char bytes[16384];
	size_t length;
	rewind(from);
	while ((length = fread(bytes, 1, sizeof(bytes), from)) > 0)
		if (fwrite(bytes, 1, length, stdout) != length)
			return -1;
	return ferror(from) || fflush(stdout) != 0 ? -1 : 0;
}

static int commit_stdout(struct outfile *file, struct diag *diag)
{
	int result = copy_to_stdout(file->stream);
	if (result != 0 && errno == EPIPE)
		result = 0;
	if (result != 0)
		complain(diag, "standard output", "cannot be written");
	fclose(file->stream);
	return result;
}

static int commit_file(struct outfile *file, struct diag *diag)
{
	int lock = dup(fileno(file->stream)); // keeps the lock until the name has changed
	bool whole = outfile_flush(file, diag) == 0;
	if (whole && fsync(fileno(file->stream)) != 0)
		whole = complain(diag, file->name, "cannot be synced") == 0;
	if (fclose(file->stream) != 0 && whole)
		whole = complain(diag, file->name, "cannot be closed") == 0;
	if (whole && rename(file->part, file->name) != 0)
		whole = complain(diag, file->name, "cannot be renamed") == 0;
	if (whole)
		sync_directory(file->arena, file->name);
	if (lock >= 0)
		close(lock);
	return whole ? 0 : -1;
}

int outfile_commit(struct outfile *file, struct diag *diag)
{
	int result = file->part ? commit_file(file, diag) : commit_stdout(file, diag);
	arena_free(file->arena);
	return result;
}

void outfile_abandon(struct outfile *file)
{
	if (!file)
		return;
	fclose(file->stream);
	if (file->part)
		unlink(file->part);
	arena_free(file->arena);
}
