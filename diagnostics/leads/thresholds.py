"""Every threshold that decides what is done with leads: each with its unit and the reason for its value."""

from __future__ import annotations

from typing import Final

# --- reading the columns ------------------------------------------------------------------------------------------

MOST_TEXTS: Final = 2_000
"""Different texts. An outcome or a flag has a few dozen; a column with more holds something else."""

MOST_STAGES: Final = 200
"""Different texts of a column that may tell the outcome besides the one that is taken; one with more holds notes or names."""

MOST_CROSSED: Final = 5_000
"""Different texts of a column that is crossed with the outcome to see which of its texts are decided."""

SLIGHT: Final = 0.5
"""Standard errors of the number of wins. Chance alone moves that number by one; rows that move it by half as much cannot change
an answer: unclear values of so few rows are taken as open, and columns that differ in so few are not asked about."""

FEW_WON: Final = 0.1
"""Share of the won leads. A column of reasons or of archived leads that is filled for more of them is not about losses."""

AGAINST_DATES: Final = 0.2
"""Share of the decided leads. Where dates of winning and losing differ from the words in more of them, one of both is wrong."""

MOST_DAYS: Final = 100_000
"""Different texts of a date column. 100,000 days are 270 years; a column with more holds no days."""

MOST_UNREADABLE: Final = 0.5
"""Share of the cells of a date column that say something. With more that are no days it is no column of days; fewer are left
out and told."""

REJECTED: Final = 0.01
"""Share of the lines of a long text file. More lines that do not fit the headings mean that the file was read wrongly."""

FEW_REJECTED: Final = 5
"""Lines of a long text file. So few that do not fit the headings are left out, however short the file."""

# --- what identifies a lead -----------------------------------------------------------------------------------------

ROUNDED: Final = 0.5
"""Share of the cells of an ID. With more of them rounded by a spreadsheet, different leads share one."""

SURELY_UNIQUE: Final = 0.97
"""Different texts for each filled cell, both counted roughly. With so many, repeats are too few to look into."""

AGREE: Final = 0.9
"""Share of the repeated IDs. Their rows agree, or differ, in a column where so many of them do."""

MANY_ROWS: Final = 10
"""Rows for each repeated ID. No lead has so many; it is a source, a salesperson or an account."""

FEWEST_OVERLAPPING: Final = 10
"""Rows. Files overlap where at least so many rows of one are in another."""

OVERLAPPING: Final = 4
"""Times. Files overlap where rows are alike between them so much more often than within one of them."""

MOST_COMPARED: Final = 2_000_000
"""Rows. In a longer source rows are not compared with one another in every column."""

# --- rows that are no leads ---------------------------------------------------------------------------------------

FEW_NO_LEADS: Final = 0.01
"""Share of the rows. So few duplicates or test records change no rate by more than a hundredth of it; they are told."""

MOST_OF_A_KIND: Final = 20
"""Different texts of a column of kinds of records or of pipelines."""

SURELY_SOME: Final = 10.0
"""Decided leads to be expected. Where so many are and there is not one, the rows are of another kind (p = e⁻¹⁰)."""

# --- the day of counting ------------------------------------------------------------------------------------------

LONELY_DAYS: Final = 45
"""Days after the last lead. A decision that is later than this is unusual enough to be looked at."""

TIMES_LONGER: Final = 2.0
"""Times the longest of the other decisions. One that took longer is doubtful: of n exponential times the longest is more than
twice the next in 2 of n + 1 files (the mean of the second smallest of n uniform numbers): of 100 decisions in 2%."""

LONELY: Final = 0.01
"""Share of all decisions. So few that are later than :data:`LONELY_DAYS` after the last lead may be mistyped."""

NEARLY_EVERY: Final = 0.98
"""Share of the leads. Where so many are won, the others were left out of the export."""

FEW_LONELY: Final = 2
"""Decisions later than :data:`LONELY_DAYS`. So few may be mistyped, however short the file."""

LONELY_OF_FEW: Final = 0.1
"""Share of all leads. More than so many are never taken as mistyped without asking."""

IMPOSSIBLE: Final = 60
"""Months after everything else. The few dates so late were mistyped: nobody uses a CRM once in five years."""

MOST_AHEAD: Final = 366
"""Days from the last lead to the last decision. After more it is asked which day is meant."""

GAP_MONTHS: Final = 6
"""Months without a lead before the last month. A longer gap, with few leads after it, may be a mistyped date."""

FEW_AFTER_GAP: Final = 0.01
"""Share of all leads that come after such a gap; fewer may be mistyped."""

# --- what is wrong with the data ----------------------------------------------------------------------------------

MOST_MISSING: Final = 0.5
"""Share of the leads. A column that is blank in more of them is not used."""

MOST_UNDATED: Final = 0.2
"""Share of the rows. With more leads that belong to no month, a verdict would rest on a selection nobody made."""

FULL: Final = 0.9
"""Share of the won leads from which a flag may have been filled in after the outcome; see :data:`SPARSE`."""

SPARSE: Final = 0.1
"""Share of the other leads up to which it was, where it is set for :data:`FULL` of the won ones."""

LOPSIDED: Final = 0.15
"""Difference of two shares. A channel or rep recorded for so much more of the won leads was often filled in afterwards."""

BEYOND_CHANCE: Final = 3.0
"""Standard errors. A difference beyond three of them is not chance (p < 0.3%)."""

ALONE: Final = 5
"""Sales. With fewer that one sign has, nothing is concluded from all of its leads being won."""

BY_CHANCE: Final = 0.001
"""Chance. All leads of a sign are won by chance with less than this, at the rate of the other leads."""

SHORT_OF: Final = 0.75
"""Share of the age of the first lead. A sale that took longer shows that later ones are still to come."""

FEW: Final = 10
"""Leads. With fewer, nothing is concluded from all of them being won or decided."""

FEW_YOUNG: Final = 7
"""Leads younger than the median decision. Seven such leads all decided: p < 1% (½⁷); open leads are probably missing."""

# --- records that are not whole ---------------------------------------------------------------------------------------

LEAST_GAP: Final = 7
"""Days of the first or last month without a lead. Up to a week is a holiday, and a month without it is nearly whole."""

FEW_DAYS: Final = 10
"""Days with a lead. With fewer, how often leads come is not known."""

PACE_DAYS: Final = 61
"""Days next to the gap from which the pace is taken: two months, so that growth and seasons do not move it much."""

AT_ONCE: Final = 20
"""Leads on one day. Fewer old deals, entered at once, do not turn an answer."""

BURST: Final = 5.0
"""Times the median of the days that have leads. Weekdays and campaigns differ by less; a trade fair may bring as many, but
its leads are not decided yet."""

REVERSED: Final = 0.01
"""Share of the decisions. With more before the creation it is no typing error: what is told beside an answer."""

FEW_REVERSED: Final = 3
"""Decisions before the creation. So few are typing errors, however short the file."""

HARDLY_ANY: Final = 0.1
"""Share of the sales expected after some month. Stricter than before one, because a sales team that has stopped selling is
what we look for."""

PARTLY: Final = 0.75
"""Share of the sales expected in the month in which the records begin or end; with less, it is not counted as whole."""

# --- how long a sale takes ----------------------------------------------------------------------------------------

FEWEST_WINS: Final = 5
"""Sales with a date. With fewer, how long a sale takes is not learnt."""

OWN_CURVE: Final = 50
"""Sales with a date. A channel with at least so many has a lag curve of its own."""

FOLLOWED: Final = 0.95
"""Share of the eventual sales. A channel younger than this has not shown its late sales; it uses the common curve."""

# --- comparing reps and channels ----------------------------------------------------------------------------------

LOOKS: Final = 0.05
"""Chance that any of several equal reps or channels is called an outlier."""

SEEN: Final = 0.25
"""Distance below an average rep, a share of the sales expected. Reps are called alike only where one this far below, or
further, would have been seen."""

MOST_SEEN: Final = 0.8
"""Share of the expected sales that has to be with reps who would have been seen."""
