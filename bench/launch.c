// SPDX-License-Identifier: Apache-2.0
/*
 * Runs a program and prints, on the standard error, its wall time and processor time in microseconds and its peak
 * memory in KiB. The kernel counts a new process from the memory of the one that started it, so the starter has to be
 * small: the driver is not. What the program itself prints is dropped.
 *
 *   launch PROGRAM ARGUMENT…
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MICRO = 1000000, NANO_IN_MICRO = 1000, CANNOT = 127 };

static long long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (long long)time.tv_sec * MICRO + time.tv_nsec / NANO_IN_MICRO;
}

static long long used(const struct rusage *usage)
{
	return (long long)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * MICRO + usage->ru_utime.tv_usec +
	       usage->ru_stime.tv_usec;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	if (argc < 2)
		return CANNOT;
	long long start = now();
	pid_t child = fork();
	if (child == 0) {
		dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
		execv(argv[1], argv + 1);
		_exit(CANNOT);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return CANNOT;
	fprintf(stderr, "\nlaunch %lld %lld %ld\n", now() - start, used(&usage), usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : CANNOT;
}
