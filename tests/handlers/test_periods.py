"""Periods as partner managers type them, read on Monday, July 15, 2024 unless said otherwise."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.understanding.periods import FoundPeriod, find_periods
from programs.windows import Window

MONDAY = date(2024, 7, 15)
ONE = (
    ("trailing 12", "trailing 12", "2023-07-17", "2024-07-15"),
    ("trailing 4 quarters", "trailing 4 quarters", "2023-07-17", "2024-07-15"),
    ("2023 onwards", "2023 onwards", "2023-01-01", "2024-07-15"),
    ("this year to June", "this year to June", "2024-01-01", "2024-06-30"),
    ("next quarter's QBR", "next quarter", "2024-10-01", "2024-12-31"),
    ("gold by June", "by June", "1970-01-01", "2024-06-30"),
    ("last year", "last year", "2023-01-01", "2023-12-31"),
    ("Last year's revenue", "Last year", "2023-01-01", "2023-12-31"),
    ("this quarter", "this quarter", "2024-07-01", "2024-09-30"),
    ("next quarter", "next quarter", "2024-10-01", "2024-12-31"),
    ("prior month", "prior month", "2024-06-01", "2024-06-30"),
    ("current half", "current half", "2024-07-01", "2024-12-31"),
    ("coming week", "coming week", "2024-07-22", "2024-07-28"),
    ("last week", "last week", "2024-07-08", "2024-07-14"),
    ("past year", "past year", "2023-07-17", "2024-07-15"),
    ("past month", "past month", "2024-06-16", "2024-07-15"),
    ("past quarter", "past quarter", "2024-04-01", "2024-06-30"),
    ("last half year", "last half year", "2024-01-01", "2024-06-30"),
    ("Q1", "Q1", "2024-01-01", "2024-03-31"),
    ("Q4", "Q4", "2023-10-01", "2023-12-31"),
    ("q2 2024", "q2 2024", "2024-04-01", "2024-06-30"),
    ("2024Q2", "2024Q2", "2024-04-01", "2024-06-30"),
    ("2024-Q2", "2024-Q2", "2024-04-01", "2024-06-30"),
    ("Q2'24", "Q2'24", "2024-04-01", "2024-06-30"),
    ("Q2’24", "Q2’24", "2024-04-01", "2024-06-30"),
    ("2Q24", "2Q24", "2024-04-01", "2024-06-30"),
    ("2nd quarter of 2023", "2nd quarter of 2023", "2023-04-01", "2023-06-30"),
    ("second quarter", "second quarter", "2024-04-01", "2024-06-30"),
    ("the second quarter of last year", "second quarter of last year", "2023-04-01", "2023-06-30"),
    ("H1", "H1", "2024-01-01", "2024-06-30"),
    ("H2 2023", "H2 2023", "2023-07-01", "2023-12-31"),
    ("first half of 2024", "first half of 2024", "2024-01-01", "2024-06-30"),
    ("May", "May", "2024-05-01", "2024-05-31"),
    ("in May", "May", "2024-05-01", "2024-05-31"),
    ("in may 2023", "may 2023", "2023-05-01", "2023-05-31"),
    ("what May revenue", "May", "2024-05-01", "2024-05-31"),
    ("REVENUE IN MAY", "MAY", "2024-05-01", "2024-05-31"),
    ("Sept", "Sept", "2023-09-01", "2023-09-30"),
    ("mar 24", "mar 24", "2024-03-24", "2024-03-24"),
    ("Mar-24", "Mar-24", "2024-03-01", "2024-03-31"),
    ("march revenue for Acme", "march", "2024-03-01", "2024-03-31"),
    ("2023", "2023", "2023-01-01", "2023-12-31"),
    ("in 2023", "2023", "2023-01-01", "2023-12-31"),
    ("FY23", "FY23", "2023-01-01", "2023-12-31"),
    ("FY 2023", "FY 2023", "2023-01-01", "2023-12-31"),
    ("CY2023", "CY2023", "2023-01-01", "2023-12-31"),
    ("calendar year 2023", "calendar year 2023", "2023-01-01", "2023-12-31"),
    ("fiscal 2023", "fiscal 2023", "2023-01-01", "2023-12-31"),
    ("in 2000", "2000", "2000-01-01", "2000-12-31"),
    ("YTD", "YTD", "2024-01-01", "2024-07-15"),
    ("year to date", "year to date", "2024-01-01", "2024-07-15"),
    ("year-to-date", "year-to-date", "2024-01-01", "2024-07-15"),
    ("so far this year", "so far this year", "2024-01-01", "2024-07-15"),
    ("this year so far", "this year so far", "2024-01-01", "2024-07-15"),
    ("QTD", "QTD", "2024-07-01", "2024-07-15"),
    ("MTD", "MTD", "2024-07-01", "2024-07-15"),
    ("2023 YTD", "2023 YTD", "2023-01-01", "2023-07-15"),
    ("trailing", "trailing", "2023-07-17", "2024-07-15"),
    ("trailing 12 months", "trailing 12 months", "2023-07-17", "2024-07-15"),
    ("trailing twelve months", "trailing twelve months", "2023-07-17", "2024-07-15"),
    ("TTM", "TTM", "2023-07-17", "2024-07-15"),
    ("LTM", "LTM", "2023-07-17", "2024-07-15"),
    ("last 12 months", "last 12 months", "2023-07-17", "2024-07-15"),
    ("past twelve months", "past twelve months", "2023-07-17", "2024-07-15"),
    ("rolling year", "rolling year", "2023-07-17", "2024-07-15"),
    ("last 365 days", "last 365 days", "2023-07-17", "2024-07-15"),
    ("last 3 months", "last 3 months", "2024-04-16", "2024-07-15"),
    ("past 6 months", "past 6 months", "2024-01-16", "2024-07-15"),
    ("last two quarters", "last two quarters", "2024-01-01", "2024-06-30"),
    ("last 90 days", "last 90 days", "2024-04-17", "2024-07-15"),
    ("last couple of weeks", "last couple of weeks", "2024-07-02", "2024-07-15"),
    ("last 2 years", "last 2 years", "2022-01-01", "2023-12-31"),
    ("past 2 years", "past 2 years", "2022-07-16", "2024-07-15"),
    ("next 30 days", "next 30 days", "2024-07-15", "2024-08-13"),
    ("since March", "since March", "2024-03-01", "2024-07-15"),
    ("since 2023-04-01", "since 2023-04-01", "2023-04-01", "2024-07-15"),
    ("since Jan 15", "since Jan 15", "2024-01-15", "2024-07-15"),
    ("since last quarter", "since last quarter", "2024-04-01", "2024-07-15"),
    ("from March on", "from March on", "2024-03-01", "2024-07-15"),
    ("after June 30", "after June 30", "2024-07-01", "2024-07-15"),
    ("before May", "before May", "1970-01-01", "2024-04-30"),
    ("until June", "until June", "1970-01-01", "2024-06-30"),
    ("through Q2", "through Q2", "1970-01-01", "2024-06-30"),
    ("by end of Q2", "by end of Q2", "1970-01-01", "2024-06-30"),
    ("by year end", "by year end", "1970-01-01", "2024-12-31"),
    ("by Friday", "by Friday", "1970-01-01", "2024-07-19"),
    ("since Monday", "since Monday", "2024-07-15", "2024-07-15"),
    ("on Friday", "Friday", "2024-07-12", "2024-07-12"),
    ("between May and June", "between May and June", "2024-05-01", "2024-06-30"),
    ("between Q1 and Q2 2023", "between Q1 and Q2 2023", "2023-01-01", "2023-06-30"),
    ("from Q1 to Q3 2023", "from Q1 to Q3 2023", "2023-01-01", "2023-09-30"),
    ("May - July", "May - July", "2024-05-01", "2024-07-31"),
    ("Jan to Mar 2024", "Jan to Mar 2024", "2024-01-01", "2024-03-31"),
    ("Q1-Q2 2024", "Q1-Q2 2024", "2024-01-01", "2024-06-30"),
    ("Nov to Feb", "Nov to Feb", "2023-11-01", "2024-02-29"),
    ("Nov to Feb 2024", "Nov to Feb 2024", "2023-11-01", "2024-02-29"),
    ("May to Sept", "May to Sept", "2024-05-01", "2024-09-30"),
    ("from 2023-01-01 to 2023-06-30", "from 2023-01-01 to 2023-06-30", "2023-01-01", "2023-06-30"),
    ("2022-2023", "2022-2023", "2022-01-01", "2023-12-31"),
    ("2023-24", "2023-24", "2023-01-01", "2024-12-31"),
    ("2023-05", "2023-05", "2023-05-01", "2023-05-31"),
    ("05/2023", "05/2023", "2023-05-01", "2023-05-31"),
    ("31/12/2023", "31/12/2023", "2023-12-31", "2023-12-31"),
    ("12/31/2023", "12/31/2023", "2023-12-31", "2023-12-31"),
    ("1/5/2024", "1/5/2024", "2024-01-05", "2024-01-05"),
    ("31.12.2023", "31.12.2023", "2023-12-31", "2023-12-31"),
    ("01.02.2023", "01.02.2023", "2023-02-01", "2023-02-01"),
    ("Dec 31, 2023", "Dec 31, 2023", "2023-12-31", "2023-12-31"),
    ("31 December 2023", "31 December 2023", "2023-12-31", "2023-12-31"),
    ("the 3rd of May 2024", "3rd of May 2024", "2024-05-03", "2024-05-03"),
    ("31-Dec-2023", "31-Dec-2023", "2023-12-31", "2023-12-31"),
    ("end of next quarter", "end of next quarter", "2024-12-31", "2024-12-31"),
    ("end of the year", "end of the year", "2024-12-31", "2024-12-31"),
    ("end of month", "end of month", "2024-07-31", "2024-07-31"),
    ("start of Q3", "start of Q3", "2024-07-01", "2024-07-01"),
    ("last Friday", "last Friday", "2024-07-12", "2024-07-12"),
    ("next Monday", "next Monday", "2024-07-22", "2024-07-22"),
    ("this Friday", "this Friday", "2024-07-19", "2024-07-19"),
    ("last quarter of 2023", "last quarter of 2023", "2023-10-01", "2023-12-31"),
    ("first 3 months of 2024", "first 3 months of 2024", "2024-01-01", "2024-03-31"),
    ("last 6 months of 2023", "last 6 months of 2023", "2023-07-01", "2023-12-31"),
    ("3 months ago", "3 months ago", "2024-04-01", "2024-04-30"),
    ("a year ago", "a year ago", "2023-01-01", "2023-12-31"),
    ("two quarters ago", "two quarters ago", "2024-01-01", "2024-03-31"),
    ("quarter before last", "quarter before last", "2024-01-01", "2024-03-31"),
    ("day before yesterday", "day before yesterday", "2024-07-13", "2024-07-13"),
    ("May 3-5", "May 3-5", "2024-05-03", "2024-05-05"),
    ("May 3 to 5, 2023", "May 3 to 5, 2023", "2023-05-03", "2023-05-05"),
    ("3-5 May 2023", "3-5 May 2023", "2023-05-03", "2023-05-05"),
    ("from May 3rd to 5th", "from May 3rd to 5th", "2024-05-03", "2024-05-05"),
    ("same quarter last year", "same quarter last year", "2023-07-01", "2023-09-30"),
    ("this quarter last year", "this quarter last year", "2023-07-01", "2023-09-30"),
    ("Q4 last year", "Q4 last year", "2023-10-01", "2023-12-31"),
    ("last year Q4", "last year Q4", "2023-10-01", "2023-12-31"),
    ("last year's Q4", "last year's Q4", "2023-10-01", "2023-12-31"),
    ("May last year", "May last year", "2023-05-01", "2023-05-31"),
    ("last May", "last May", "2024-05-01", "2024-05-31"),
    ("next May", "next May", "2025-05-01", "2025-05-31"),
    ("next Q1", "next Q1", "2025-01-01", "2025-03-31"),
    ("this Q3", "this Q3", "2024-07-01", "2024-09-30"),
    ("last Q3", "last Q3", "2023-07-01", "2023-09-30"),
    ("in May 3 deals were closed", "May", "2024-05-01", "2024-05-31"),
    ("from March to date", "from March to date", "2024-03-01", "2024-07-15"),
    ("Q1 to now", "Q1 to now", "2024-01-01", "2024-07-15"),
    ("last 3 full months", "last 3 full months", "2024-04-01", "2024-06-30"),
    ("last 90-day window", "last 90-day", "2024-04-17", "2024-07-15"),
    ("last 12m", "last 12m", "2023-07-17", "2024-07-15"),
    ("L12M", "L12M", "2023-07-17", "2024-07-15"),
    ("first quarter of H2", "first quarter of H2", "2024-07-01", "2024-09-30"),
    ("last day of the quarter", "last day of the quarter", "2024-09-30", "2024-09-30"),
    ("Feb 29", "Feb 29", "2024-02-29", "2024-02-29"),
    ("end of last year", "end of last year", "2023-12-31", "2023-12-31"),
    ("end of Q4", "end of Q4", "2023-12-31", "2023-12-31"),
    ("start of the year", "start of the year", "2024-01-01", "2024-01-01"),
    ("since the start of the year", "since the start of the year", "2024-01-01", "2024-07-15"),
    ("EOY", "EOY", "2024-12-31", "2024-12-31"),
    ("since last year", "since last year", "2023-01-01", "2024-07-15"),
    ("Jan 15 - Feb 10, 2024", "Jan 15 - Feb 10, 2024", "2024-01-15", "2024-02-10"),
    ("Dec 15 to Jan 10", "Dec 15 to Jan 10", "2023-12-15", "2024-01-10"),
    ("last month of Q2", "last month of Q2", "2024-06-01", "2024-06-30"),
    ("revenue 2023", "2023", "2023-01-01", "2023-12-31"),
    ("Acme 2023 revenue", "2023", "2023-01-01", "2023-12-31"),
    ("2023.", "2023", "2023-01-01", "2023-12-31"),
    ("(2023)", "2023", "2023-01-01", "2023-12-31"),
    ("*2023*", "2023", "2023-01-01", "2023-12-31"),
    ("_Q2_", "Q2", "2024-04-01", "2024-06-30"),
    ("Q2.", "Q2", "2024-04-01", "2024-06-30"),
    ("Jan 2024 to", "Jan 2024", "2024-01-01", "2024-01-31"),
    ("from Acme to Globex in 2023", "2023", "2023-01-01", "2023-12-31"),
    ("after next week", "after next week", "2024-07-29", "2100-12-31"),
    ("first half of last year", "first half of last year", "2023-01-01", "2023-06-30"),
    ("on Sat", "Sat", "2024-07-13", "2024-07-13"),
    ("last Sun", "last Sun", "2024-07-14", "2024-07-14"),
    ("in 2Q", "2Q", "2024-04-01", "2024-06-30"),
    ("by the end of next month", "by the end of next month", "1970-01-01", "2024-08-31"),
    ("until the end of Q1 2024", "until the end of Q1 2024", "1970-01-01", "2024-03-31"),
    ("no later than June 30, 2024", "no later than June 30, 2024", "1970-01-01", "2024-06-30"),
    ("starting in March", "starting in March", "2024-03-01", "2024-07-15"),
    ("beginning of Q2", "beginning of Q2", "2024-04-01", "2024-04-01"),
    ("between now and Q4", "between now and Q4", "2024-07-15", "2024-12-31"),
    ("June to March 2023", "June to March 2023", "2022-06-01", "2023-03-31"),
    ("revenue from 2023", "2023", "2023-01-01", "2023-12-31"),
    ("Q2 24", "Q2 24", "2024-04-01", "2024-06-30"),
    ("Q2 24 deals", "Q2", "2024-04-01", "2024-06-30"),
    ("Q2 FY24", "Q2 FY24", "2024-04-01", "2024-06-30"),
    ("FY24 Q2", "FY24 Q2", "2024-04-01", "2024-06-30"),
    ("fy24q2", "fy24q2", "2024-04-01", "2024-06-30"),
    ("q2fy24", "q2fy24", "2024-04-01", "2024-06-30"),
    ("last fiscal year", "last fiscal year", "2023-01-01", "2023-12-31"),
    ("this FY", "this FY", "2024-01-01", "2024-12-31"),
    ("the year 2023", "the year 2023", "2023-01-01", "2023-12-31"),
    ("year 2023", "year 2023", "2023-01-01", "2023-12-31"),
    ("in '23", "'23", "2023-01-01", "2023-12-31"),
    ("mar 31st", "mar 31st", "2024-03-31", "2024-03-31"),
    ("May the 4th", "May the 4th", "2024-05-04", "2024-05-04"),
    ("4 May", "4 May", "2024-05-04", "2024-05-04"),
    ("4th May 23", "4th May 23", "2023-05-04", "2023-05-04"),
    ("first of May", "first of May", "2024-05-01", "2024-05-01"),
    ("in Sept. 2023", "Sept. 2023", "2023-09-01", "2023-09-30"),
    ("Sept. 5", "Sept. 5", "2023-09-05", "2023-09-05"),
    ("Sept 2023.", "Sept 2023", "2023-09-01", "2023-09-30"),
    ("Q1 through Q3", "Q1 through Q3", "2024-01-01", "2024-09-30"),
    ("2023 through 2024", "2023 through 2024", "2023-01-01", "2024-12-31"),
    ("between 3 and 5 May", "between 3 and 5 May", "2024-05-03", "2024-05-05"),
    ("between March 2023 and now", "between March 2023 and now", "2023-03-01", "2024-07-15"),
    ("between March 3 and 10", "between March 3 and 10", "2024-03-03", "2024-03-10"),
    ("up to June 2023", "up to June 2023", "1970-01-01", "2023-06-30"),
    ("quarter to date", "quarter to date", "2024-07-01", "2024-07-15"),
    ("this month to date", "this month to date", "2024-07-01", "2024-07-15"),
    ("last year to date", "last year to date", "2023-01-01", "2023-07-15"),
    ("year end 2023", "year end 2023", "2023-12-31", "2023-12-31"),
    ("end 2023", "end 2023", "2023-12-31", "2023-12-31"),
    ("year-end", "year-end", "2024-12-31", "2024-12-31"),
    ("end of fiscal year", "end of fiscal year", "2024-12-31", "2024-12-31"),
    ("on or before 2024-06-30", "on or before 2024-06-30", "1970-01-01", "2024-06-30"),
    ("on or after 2024-06-30", "on or after 2024-06-30", "2024-06-30", "2024-07-15"),
    ("later than May 1", "later than May 1", "2024-05-02", "2024-07-15"),
    ("5/6/24", "5/6/24", "2024-05-06", "2024-05-06"),
    ("last\tquarter", "last\tquarter", "2024-04-01", "2024-06-30"),
    ("last-quarter revenue", "last-quarter", "2024-04-01", "2024-06-30"),
    ("the last few months", "last few months", "2024-04-16", "2024-07-15"),
    ("a couple of months ago", "a couple of months ago", "2024-05-01", "2024-05-31"),
    ("last half a year", "last half a year", "2024-01-16", "2024-07-15"),
    ("last dozen months", "last dozen months", "2023-07-17", "2024-07-15"),
    ("past thirty days", "past thirty days", "2024-06-16", "2024-07-15"),
    ("last twenty-four months", "last twenty-four months", "2022-07-16", "2024-07-15"),
    ("last ninety days", "last ninety days", "2024-04-17", "2024-07-15"),
    ("coming quarter", "coming quarter", "2024-10-01", "2024-12-31"),
    ("upcoming quarter", "upcoming quarter", "2024-10-01", "2024-12-31"),
    ("next two quarters", "next two quarters", "2024-10-01", "2025-03-31"),
    ("next 12 months", "next 12 months", "2024-07-15", "2025-07-14"),
    ("last 18 months", "last 18 months", "2023-01-16", "2024-07-15"),
    ("June '23", "June '23", "2023-06-01", "2023-06-30"),
    ("Jun/2023", "Jun/2023", "2023-06-01", "2023-06-30"),
    ("Q1/2024", "Q1/2024", "2024-01-01", "2024-03-31"),
    ("2024/Q1", "2024/Q1", "2024-01-01", "2024-03-31"),
    ("Q1-2024", "Q1-2024", "2024-01-01", "2024-03-31"),
    ("1H 2024", "1H 2024", "2024-01-01", "2024-06-30"),
    ("1H24", "1H24", "2024-01-01", "2024-06-30"),
    ("3Q", "3Q", "2024-07-01", "2024-09-30"),
    ("Jan-Mar", "Jan-Mar", "2024-01-01", "2024-03-31"),
    ("Jan–Mar 2024", "Jan–Mar 2024", "2024-01-01", "2024-03-31"),
    ("from jan to mar", "from jan to mar", "2024-01-01", "2024-03-31"),
    ("Q1 – Q3 2023", "Q1 – Q3 2023", "2023-01-01", "2023-09-30"),
    ("May 3, Acme got 5 deals", "May 3", "2024-05-03", "2024-05-03"),
    ("deals on May 3rd at 5pm", "May 3rd", "2024-05-03", "2024-05-03"),
    ("2024-07-15 14:00", "2024-07-15", "2024-07-15", "2024-07-15"),
    ("two years ago", "two years ago", "2022-01-01", "2022-12-31"),
    ("ninety days ago", "ninety days ago", "2024-04-16", "2024-04-16"),
    ("since 90 days ago", "since 90 days ago", "2024-04-16", "2024-07-15"),
)
NONE = (
    "90-day trailing revenue",
    "12 months ending June 2024",
    "every May 2023",
    "Who's May Have",
    "by tier and region",
    "deals through partners",
    "first half of May",
    "may I ask for Acme",
    "may have",
    "the one we are in may be it",
    "MAY I ASK",
    "they march on",
    "a second please",
    "we last sat down",
    "DR-2024-0012",
    "$2023",
    "2000 more",
    "2050",
    "Feb 30",
    "Feb 30, 2023",
    "31/02/2023",
    "from Feb 30 to Mar 5, 2023",
    "Q5 2023",
    "May 1850",
    "next step",
    "last QBR",
    "mid-May 2023",
    "revenue by quarter",
    "before last",
    "10DLC and 8x8",
    "this may be wrong",
    "The partner May Have lost it",
    "what Acme may need",
    "deal #2024",
    "v2023",
    "2,023 deals",
    "10.0.0.1",
    "1.2.3",
    "1.2.34",
    "q2.example",
    "may@acme.example",
    "https://may.example/2023/05/01",
    "555-123-2024",
    "since then",
    "since next month",
    "second",
    "the second half of our partners",
    "last quarters",
    "per quarter",
    "Sat",
    "next sat",
    "2h",
    "2023-2021",
    "from 2023 to 2021",
    "last 0 days",
    "last 99999 days",
    "last 1000 years",
    "early 2023",
    "'23",
    "the 4 may have",
    "Feb 29 2023",
    "31 June",
    "0 May",
    "May 0",
    "5/6",
    "13/13/2023",
    "2023-13-01",
    "2023-13",
    "2025-01-01T10:00",
    "in 1989",
    "in 2101",
    "１２ months",
    "last １２ months",
    "l’année dernière",
    "İstanbul may",
    "year-over-year",
    "trailing behind",
    "on a rolling basis",
    "May 3:30",
    "ten",
)
SEVERAL = (
    ("Q1 and Q2", (("Q1", "2024-01-01", "2024-03-31"), ("Q2", "2024-04-01", "2024-06-30"))),
    ("Q1 and Q2 2023", (("Q1", "2023-01-01", "2023-03-31"), ("Q2 2023", "2023-04-01", "2023-06-30"))),
    ("Q1/Q2 2023", (("Q1", "2023-01-01", "2023-03-31"), ("Q2 2023", "2023-04-01", "2023-06-30"))),
    (
        "today yesterday tomorrow",
        (
            ("today", "2024-07-15", "2024-07-15"),
            ("yesterday", "2024-07-14", "2024-07-14"),
            ("tomorrow", "2024-07-16", "2024-07-16"),
        ),
    ),
    ("compare Q1 to Q2 2024", (("Q1", "2024-01-01", "2024-03-31"), ("Q2 2024", "2024-04-01", "2024-06-30"))),
    ("Q1 2024 vs Q1 2023", (("Q1 2024", "2024-01-01", "2024-03-31"), ("Q1 2023", "2023-01-01", "2023-03-31"))),
    ("april and may", (("april", "2024-04-01", "2024-04-30"), ("may", "2024-05-01", "2024-05-31"))),
    ("may and june", (("may", "2024-05-01", "2024-05-31"), ("june", "2024-06-01", "2024-06-30"))),
    ("q2 revenue, h1 pipeline", (("q2", "2024-04-01", "2024-06-30"), ("h1", "2024-01-01", "2024-06-30"))),
    (
        "2022, 2023 and 2024",
        (
            ("2022", "2022-01-01", "2022-12-31"),
            ("2023", "2023-01-01", "2023-12-31"),
            ("2024", "2024-01-01", "2024-12-31"),
        ),
    ),
    ("H1 H2", (("H1", "2024-01-01", "2024-06-30"), ("H2", "2024-07-01", "2024-12-31"))),
    ("this year vs last year", (("this year", "2024-01-01", "2024-12-31"), ("last year", "2023-01-01", "2023-12-31"))),
    (
        "in march, april and may 2023",
        (
            ("march", "2023-03-01", "2023-03-31"),
            ("april", "2023-04-01", "2023-04-30"),
            ("may 2023", "2023-05-01", "2023-05-31"),
        ),
    ),
    (
        "Q1, Q2 and Q3 2023",
        (
            ("Q1", "2023-01-01", "2023-03-31"),
            ("Q2", "2023-04-01", "2023-06-30"),
            ("Q3 2023", "2023-07-01", "2023-09-30"),
        ),
    ),
    ("Q4 and Q1 2024", (("Q4", "2023-10-01", "2023-12-31"), ("Q1 2024", "2024-01-01", "2024-03-31"))),
    ("show Q1 2023 and Q2", (("Q1 2023", "2023-01-01", "2023-03-31"), ("Q2", "2023-04-01", "2023-06-30"))),
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
EVERY_DAY = st.dates(date(2000, 1, 1), date(2060, 12, 31))
PIECES = st.sampled_from(
    [word for text, *_ in ONE for word in text.split()]
    + ["-", "/", ",", "'", "’s", "and", "to", "of", "the", "$", "K", "\n"]
)
SENTENCES = st.builds(
    lambda glue, words: glue.join(words), st.sampled_from([" ", "", "-"]), st.lists(PIECES, max_size=14)
)


def windows(text: str, as_of: date = MONDAY) -> list[tuple[str, str, str]]:
    return [(each.words, str(each.window.first), str(each.window.last)) for each in find_periods(text, as_of)]


def only(text: str, as_of: date = MONDAY) -> FoundPeriod:
    (found,) = find_periods(text, as_of)
    return found


@pytest.mark.parametrize(("text", "words", "first", "last"), ONE)
def test_one_period(text: str, words: str, first: str, last: str) -> None:
    assert windows(text) == [(words, first, last)]


@pytest.mark.parametrize("text", NONE)
def test_no_period(text: str) -> None:
    assert windows(text) == []


@pytest.mark.parametrize(("text", "found"), SEVERAL)
def test_several_periods(text: str, found: tuple[tuple[str, str, str], ...]) -> None:
    assert windows(text) == list(found)


@pytest.mark.parametrize(
    ("as_of", "text", "first", "last"),
    [
        ("2024-01-01", "last quarter", "2023-10-01", "2023-12-31"),
        ("2024-01-01", "last month", "2023-12-01", "2023-12-31"),
        ("2024-01-01", "last week", "2023-12-25", "2023-12-31"),
        ("2024-01-01", "Q1", "2024-01-01", "2024-03-31"),
        ("2024-01-01", "Q2", "2023-04-01", "2023-06-30"),
        ("2024-01-01", "YTD", "2024-01-01", "2024-01-01"),
        ("2024-12-31", "next quarter", "2025-01-01", "2025-03-31"),
        ("2024-12-31", "trailing 12 months", "2024-01-02", "2024-12-31"),
        ("2023-12-31", "trailing", "2023-01-01", "2023-12-31"),
        ("2024-02-29", "last 12 months", "2023-03-02", "2024-02-29"),
        ("2024-02-29", "2023 YTD", "2023-01-01", "2023-02-28"),
        ("2024-03-31", "last 1 month", "2024-03-01", "2024-03-31"),
        ("2024-05-31", "last 3 months", "2024-03-01", "2024-05-31"),
        ("2023-03-01", "Feb 29", "2020-02-29", "2020-02-29"),
        ("2024-05-01", "May", "2024-05-01", "2024-05-31"),
        ("2024-04-30", "in May", "2023-05-01", "2023-05-31"),
        ("2024-04-30", "next May", "2024-05-01", "2024-05-31"),
        ("2024-05-10", "last May", "2023-05-01", "2023-05-31"),
        ("2024-05-31", "last May", "2023-05-01", "2023-05-31"),
        ("2024-07-15", "May to April", "2023-05-01", "2024-04-30"),
        ("2024-07-19", "last Friday", "2024-07-12", "2024-07-12"),
        ("2024-07-19", "by Friday", "1970-01-01", "2024-07-19"),
        ("2024-07-21", "next Monday", "2024-07-22", "2024-07-22"),
        ("2024-07-21", "this week", "2024-07-15", "2024-07-21"),
        ("2024-07-14", "start of the week", "2024-07-08", "2024-07-08"),
        ("2025-02-10", "Nov to Feb", "2024-11-01", "2025-02-28"),
        ("2025-02-10", "since Nov", "2024-11-01", "2025-02-10"),
    ],
)
def test_the_day_asked_on_decides(as_of: str, text: str, first: str, last: str) -> None:
    found = only(text, date.fromisoformat(as_of))
    assert (str(found.window.first), str(found.window.last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("since March", (False, True, True)),
        ("since 2023", (False, True, False)),
        ("from March on", (False, True, True)),
        ("after June 30, 2024", (False, True, False)),
        ("before May 2024", (True, False, False)),
        ("by end of Q2", (True, False, True)),
        ("Q4", (False, False, True)),
        ("Q4 last year", (False, False, False)),
        ("last Q4", (False, False, False)),
        ("Jan to Mar", (False, False, True)),
        ("Jan to Mar 2024", (False, False, False)),
        ("last year", (False, False, False)),
    ],
)
def test_what_the_words_leave_open(text: str, flags: tuple[bool, bool, bool]) -> None:
    found = only(text)
    assert (found.open_start, found.open_end, found.year_assumed) == flags


@pytest.mark.parametrize(("text", "one"), [("today", True), ("end of Q2", True), ("May 3", True), ("May", False)])
def test_single_days(text: str, one: bool) -> None:
    assert only(text).one_day is one


@pytest.mark.parametrize(
    ("text", "taken", "words"),
    [
        ("tier of Acme in Segment 2024", ["Segment 2024"], []),
        ("revenue of Acme in Segment 2024 in 2023", ["Segment 2024"], ["2023"]),
        ("May Chen's partners last quarter", ["May Chen"], ["last quarter"]),
        ("deals of March Hare since March", ["March Hare"], ["since March"]),
        ("last Acme quarter", ["Acme"], []),
        ("Q2 2024", ["2024"], ["Q2"]),
        ("Q2 2024", ["2 2"], []),
        ("since June Jones", ["June Jones"], []),
    ],
)
def test_places_that_are_taken(text: str, taken: list[str], words: list[str]) -> None:
    places = [(text.index(each), text.index(each) + len(each)) for each in taken]
    assert [each.words for each in find_periods(text, MONDAY, places)] == words


@pytest.mark.parametrize("places", [[(-5, 3)], [(0, 999)], [(4, 2)], [(50, 60)], [(3, 3)]])
def test_places_outside_the_text_do_no_harm(places: list[tuple[int, int]]) -> None:
    assert len(find_periods("Q1 2024", MONDAY, places)) <= 1


def test_offsets_are_those_of_the_text_as_typed() -> None:
    text = "İİ  What was Acme’s revenue for LAST YEAR’S  Q2’23 (and “may 2024”)?"
    assert [text[each.start : each.end] for each in find_periods(text, MONDAY)] == ["LAST YEAR’S", "Q2’23", "may 2024"]


def test_a_possessive_ending_belongs_to_the_place_but_not_to_the_words() -> None:
    found = only("last quarter's deals")
    assert (found.words, found.start, found.end) == ("last quarter", 0, 14)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert find_periods("x " * 1000 + "last year", MONDAY) == ()
    assert len(find_periods("last year " + "x " * 100_000, MONDAY)) == 1


@pytest.mark.parametrize(
    "unit", ["end of the ", "last ", "Q1/", "1-", "may and ", "from ", "first 3 months of ", "$", "'", "2023 "]
)
def test_long_repetitions_are_read_quickly_and_whole(unit: str) -> None:
    text = unit * (2000 // len(unit))
    assert all(0 <= each.start < each.end <= len(text) for each in find_periods(text, MONDAY))


@given(st.one_of(st.text(max_size=80), SENTENCES), st.dates())
@example("last 1100 years", date.min)
@example("next 1100 years", date.max)
@example("end of next week since last year", date.max)
@example("٣ مايو ٢٠٢٤ ①②③ ²⁰²⁴", MONDAY)
def test_any_text_is_read_without_an_error_and_in_order(text: str, as_of: date) -> None:
    before = 0
    for each in find_periods(text, as_of):
        assert before <= each.start < each.end <= len(text)
        assert each.window.first <= each.window.last
        assert text[each.start : each.end].startswith(each.words)
        before = each.end


@given(SENTENCES, st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=4), DAYS)
def test_taken_places_are_never_touched(text: str, taken: list[tuple[int, int]], as_of: date) -> None:
    for each in find_periods(text, as_of, taken):
        assert all(end <= each.start or each.end <= start or start >= end for start, end in taken)


@given(
    st.sampled_from([words for _, words, *_ in ONE if words.casefold() not in ("may", "march")]),
    st.sampled_from(["revenue ", "What did Acme close, ", "the deals of Globex: ", "show me (", "hi! "]),
    st.sampled_from(["", "?", " please", ", and the tier", " for Acme", ")", ". Thanks"]),
    DAYS,
)
def test_words_around_a_period_change_nothing(words: str, before: str, after: str, as_of: date) -> None:
    alone = find_periods(words, as_of)
    inside = find_periods(before + words + after, as_of)
    assert [each.window for each in inside] == [each.window for each in alone]
    assert [each.start - len(before) for each in inside] == [each.start for each in alone]


@given(EVERY_DAY, DAYS)
def test_every_day_is_found_again_as_it_is_written(day: date, as_of: date) -> None:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    month = day.strftime("%B")
    written = [
        day.isoformat(),
        f"{day:%m/%d/%Y}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y/%m/%d}",
        f"{month} {day.day}, {day.year}",
        f"{month.upper()} {day.day}{suffix} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
        f"{day.day} {month.lower()} {day.year}",
        f"{day.day}{suffix} of {month} {day.year}",
        f"{day:%d-%b-%Y}",
    ]
    if day.day > 12:
        written.append(f"{day:%d/%m/%Y}")
    assert [only(text, as_of).window for text in written] == [Window(day, day)] * len(written)


@given(EVERY_DAY, DAYS)
def test_every_month_and_quarter_is_found_again(day: date, as_of: date) -> None:
    month = Window(day.replace(day=1), (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
    year, number = day.year, (day.month + 2) // 3
    for text in (f"{day:%B} {year}", f"{day:%b} {year}", f"{day:%b}'{day:%y}", f"{year}-{day:%m}", f"{day:%m}/{year}"):
        assert only(text, as_of).window == month
    for text in (
        f"Q{number} {year}",
        f"{year}Q{number}",
        f"q{number}'{day:%y}",
        f"{number}Q{day:%y}",
        f"FY{day:%y} Q{number}",
    ):
        window = only(text, as_of).window
        assert day in window
        assert (window.first.month, window.first.day) == (3 * number - 2, 1)


@given(DAYS, st.integers(1, 900))
def test_the_last_days_are_counted_with_the_day_asked_on(as_of: date, days: int) -> None:
    assert only(f"last {days} days", as_of).window == Window(as_of - timedelta(days=days - 1), as_of)


@given(EVERY_DAY)
def test_what_has_no_year_has_begun_and_is_the_latest(as_of: date) -> None:
    for text in ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "January", "in May", "December", "since 31 March"):
        first = only(text, as_of).window.first
        assert first <= as_of < first.replace(year=first.year + 1)
