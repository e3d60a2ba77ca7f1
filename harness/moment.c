// SPDX-License-Identifier: Apache-2.0
#include "moment.h"

#include <stdio.h>
#include <time.h>

/** A reader that walks over the text; `good` ends up false at the first surprise. */
struct reader {
	const char *at;
	const char *end;
	bool good;
};

static bool accept(struct reader *reader, char wanted)
{
	bool there = reader->at < reader->end && *reader->at == wanted;
	reader->at += there;
	return there;
}

static void expect(struct reader *reader, char wanted)
{
	reader->good = accept(reader, wanted) && reader->good;
}

/** Exactly `count` digits whose value lies between the two. */
static int number(struct reader *reader, int count, int least, int most)
{
	int value = 0;
	for (int i = 0; i < count; i++) {
		bool digit = reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9';
		reader->good = reader->good && digit;
		value = value * 10 + (digit ? *reader->at++ - '0' : 0);
	}
	reader->good = reader->good && value >= least && value <= most;
	return value;
}

/** The fraction of a second in microseconds; digits beyond the sixth are only read. */
static int64_t fraction(struct reader *reader)
{
	int64_t value = 0;
	int64_t unit = SECOND_US / 10;
	if (!accept(reader, '.'))
		return 0;
	reader->good = reader->good && reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9';
	for (; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9'; reader->at++, unit /= 10)
		value += unit * (*reader->at - '0');
	return value;
}

/** The zone's distance from UTC in minutes. */
static int zone(struct reader *reader)
{
	if (accept(reader, 'Z'))
		return 0;
	bool west = accept(reader, '-');
	if (!west)
		expect(reader, '+');
	int hours = number(reader, 2, 0, 14);
	accept(reader, ':');
	int minutes = hours * 60 + number(reader, 2, 0, 59);
	return west ? -minutes : minutes;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/** Days since 1970-01-01; years are counted from March so that the leap day comes last. */
static int64_t days_since_1970(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int from_march = (month + 9) % 12;
	return 365 * (int64_t)y + y / 4 - y / 100 + y / 400 + (153 * from_march + 2) / 5 + day - 1 - 719468;
}

bool moment_read(struct str text, int64_t *us)
{
	struct reader reader = {text.ptr, text.ptr + text.len, text.len > 0};
	int year = number(&reader, 4, 1, 9999);
	expect(&reader, '-');
	int month = number(&reader, 2, 1, 12);
	expect(&reader, '-');
	if (!reader.good)
		return false;
	int day = number(&reader, 2, 1, days_in(year, month));
	expect(&reader, 'T');
	int minutes = 60 * number(&reader, 2, 0, 23);
	expect(&reader, ':');
	minutes += number(&reader, 2, 0, 59);
	expect(&reader, ':');
	int seconds = number(&reader, 2, 0, 59);
	int64_t rest = fraction(&reader);
	minutes -= zone(&reader);
	*us = days_since_1970(year, month, day) * DAY_US + (minutes * INT64_C(60) + seconds) * SECOND_US + rest;
	return reader.good && reader.at == reader.end;
}

void moment_write(int64_t us, char text[MOMENT_ROOM])
{
	time_t seconds = (time_t)(us / SECOND_US - (us % SECOND_US < 0));
	struct tm tm;
	if (!gmtime_r(&seconds, &tm) || strftime(text, MOMENT_ROOM, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(text, MOMENT_ROOM, "%lld s", (long long)seconds);
}
