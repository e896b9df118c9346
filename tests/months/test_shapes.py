"""Monthly sheets as people write them, invented: each gives its counts, or asks, and every answer leads on."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest

import diagnostics as dx
from tests.ways import ends

Counts = tuple[int, int, float]


def rows_of(periods: list[str], leads: int = 100, heading: str = "Period") -> str:
    """A row per period: 10 sales of as many leads, and one more lead with every row."""
    return f"{heading};Leads;Sales\n" + "".join(f"{one};{leads + at};10\n" for at, one in enumerate(periods))


WEEKS = {
    "behind a word": [f"W/C {day}/2024" for day in ("01/01", "08/01", "15/01", "22/01", "29/01")],
    "behind words": [f"Week of Jan {day}, 2024" for day in (1, 8, 15, 22, 29)],
    "by their last day": [f"Week ending {day}/2024" for day in ("07/01", "14/01", "21/01", "28/01", "04/02")],
    "from day to day": [
        "Jan 1 - Jan 7 2024",
        *(f"Jan {day} - Jan {day + 6} 2024" for day in (8, 15, 22)),
        "Jan 29 - Feb 4 2024",
    ],
    "with one month": ["1–7 Jan 2024", "8–14 Jan 2024", "15–21 Jan 2024", "22–28 Jan 2024", "29 Jan – 4 Feb 2024"],
    "in numbers": [
        f"{a}.01.-{b}.2024"
        for a, b in (("01", "07.01"), ("08", "14.01"), ("15", "21.01"), ("22", "28.01"), ("29", "04.02"))
    ],
    "numbered": [f"Tydzień {at}/2024" for at in range(1, 6)],
}
QUARTERS = [
    "Kv {} 2024",
    "Çeyrek {} 2024",
    "Quý {}/2024",
    "2024年{}季度",
    "2024년 {}분기",
    "ไตรมาส {} 2567",
    "{}-й квартал 2024",
]
MONTHS = ["Tháng {}/2024", "2024年{}月", "{}. mesiac 2024", "เดือน {}/2567", "Zzq {:02d} 2024", "M{}", "T{}/2024"]

YEARS = {
    "over leads and sales": "Month,2022,,2023,,2024,\n,Leads,Sales,Leads,Sales,Leads,Sales\n"
    "Jan,100,10,110,11,120,12\nFeb,101,10,111,11,121,12\n",
    "over all headings": ",2022,,2023,,2024,\nMonth,Leads,Sales,Leads,Sales,Leads,Sales\n"
    "Jan,100,10,110,11,120,12\nFeb,101,10,111,11,121,12\n",
    "in the headings": "Month,Leads 2022,Sales 2022,Leads 2023,Sales 2023,Leads 2024,Sales 2024\n"
    "Jan,100,10,110,11,120,12\nFeb,101,10,111,11,121,12\n",
    "below leads and sales": "Month,Leads,,,Sales,,\n,2022,2023,2024,2022,2023,2024\n"
    "Jan,100,110,120,10,11,12\nFeb,101,111,121,10,11,12\n",
    "over tables": "2022,,,,2023,,,,2024,,\nMonth,Leads,Sales,,Month,Leads,Sales,,Month,Leads,Sales\n"
    "Jan,100,10,,Jan,110,11,,Jan,120,12\nFeb,101,10,,Feb,111,11,,Feb,121,12\n",
    "over tables without a space": "2022,,,2023,,,2024,,\nMonth,Leads,Sales,Month,Leads,Sales,Month,Leads,Sales\n"
    "Jan,100,10,Jan,110,11,Jan,120,12\nFeb,101,10,Feb,111,11,Feb,121,12\n",
}

READ: dict[str, tuple[Any, Counts]] = {
    # a sheet; leads, sales and months that are right without a question
    "a best month and a comparison below": (
        "Month,Leads,Sales\n2025-01,100,10\n2025-02,110,11\nBest month,110,11\nvs 2024,+12%,-3%\n",
        (210, 21, 2),
    ),
    "inquiries in Chinese": ("月份,咨询量,成交\n2025年1月,100,10\n2025年2月,110,11\n", (210, 21, 2)),
    "inquiries in Japanese": ("月,問合せ件数,成約件数\n2025年1月,100,10\n2025年2月,110,11\n", (210, 21, 2)),
    "a total in Japanese": ("年月,リード数,成約数\n2025年1月,100,10\n2025年2月,110,11\n合計,210,21\n", (210, 21, 2)),
    "a total in Russian": ("Месяц;Лиды;Продажи\nянварь 2025;100;10\nфевраль 2025;110;12\nИтого;210;22\n", (210, 22, 2)),
    "a total under a name of its own": (
        "Month,Leads,Sales\n2025-01,100,10\n2025-02,110,11\nFirma,210,21\n",
        (210, 21, 2),
    ),
    "a channel of all channels": (
        "月,チャネル,問い合わせ,成約\n2025年1月,広告,100,10\n2025年1月,紹介,50,9\n2025年1月,全体,150,19\n"
        "2025年2月,広告,120,11\n2025年2月,紹介,55,9\n2025年2月,全体,175,20\n",
        (325, 39, 2),
    ),
    "sums of sums": (
        "Month,Channel,Leads,Sales\n2025-01,Google,100,10\n2025-01,Meta,60,6\n2025-01,Paid,160,16\n2025-01,Referral,50,9\n"
        "2025-01,Organic,30,3\n2025-01,Unpaid,80,12\n2025-01,Everything,240,28\n2025-02,Google,101,11\n2025-02,Meta,62,7\n"
        "2025-02,Paid,163,18\n2025-02,Referral,55,8\n2025-02,Organic,31,3\n2025-02,Unpaid,86,11\n"
        "2025-02,Everything,249,29\n",
        (489, 57, 2),
    ),
    "quarters between months": (
        "Monat;Leads;Abschlüsse\nJan 25;1.200;80\nFeb 25;1.100;85\nMrz 25;1.150;75\n1. Quartal;3.450;240\nApr 25;1.000;70\n",
        (4450, 310, 4),
    ),
    "quarters and a year beside months across": (
        "Metric,Jan-25,Feb-25,Mar-25,Q1-25,Apr-25,FY\nLeads,100,110,120,330,90,420\nSales,10,11,12,33,9,42\n",
        (420, 42, 4),
    ),
    "a pivot table with years": (
        "Row Labels,Sum of Leads,Sum of Sales\n2024,210,21\nNov,100,10\nDec,110,11\n2025,250,25\nJan,120,12\nFeb,130,13\n"
        "Grand Total,460,46\n",
        (460, 46, 4),
    ),
    "a pivot table of channels over months": (
        "Row Labels,Sum of Leads,Sum of Sales\nGoogle,210,21\nJan,100,10\nFeb,110,11\nReferral,90,12\nJan,40,6\nFeb,50,6\n"
        "Grand Total,300,33\n",
        (300, 33, 2),
    ),
    "a pivot table of months over channels": (
        "Row Labels,Leads,Sales\nJan 2025,150,19\nGoogle,100,10\nReferral,50,9\nFeb 2025,160,20\nGoogle,110,12\nReferral,50,8\n",
        (310, 39, 2),
    ),
    "plan and actual, in columns": (
        "Monat;Leads Soll;Leads Ist;Abschlüsse Soll;Abschlüsse Ist\nJan 2025;120;100;12;10\nFeb 2025;120;110;12;11\n",
        (210, 21, 2),
    ),
    "plan and actual, in rows": (
        "Month,Channel,Version,Leads,Sales\n2025-01,Google,Budget,120,12\n2025-01,Google,Actual,100,10\n"
        "2025-02,Google,Budget,120,12\n2025-02,Google,Actual,110,11\n",
        (210, 21, 2),
    ),
    "months to come": ("Month,Leads,Sales\n2025-01,100,10\n2025-02,110,11\n2025-03 (forecast),120,12\n", (210, 21, 2)),
    "last year beside this": (
        "Month,Leads,Leads LY,Sales,Sales LY\n2025-01,100,90,10,9\n2025-02,110,95,11,9\n",
        (210, 21, 2),
    ),
    "months to come as zeros": (
        "Month,Leads,Sales\n2024-12,0,0\n2025-01,100,10\n2025-02,0,0\n2025-03,90,8\n2025-04,0,0\n2025-05,0,0\n",
        (190, 18, 3),
    ),
    "channels below the months, without headings": (
        "Month,Leads,Sales\n2025-01,100,10\n2025-02,110,11\n\nGoogle,150,16\nFair,60,5\n",
        (210, 21, 2),
    ),
    "another table to the right": (
        "Month,Leads,Sales,,Source,Leads,Sales\n2025-01,100,10,,Google,150,16\n2025-02,110,11,,Fair,60,5\n",
        (210, 21, 2),
    ),
    "thousands of Arabic": ("Month;Leads;Sales\n2025-01;١٬١٠٠;١٠\n2025-02;٩٠٠;٩\n", (2000, 19, 2)),
    "months of two figures": ("Month,Leads,Sales\n01/25,100,10\n02/25,110,11\n03/25,90,9\n", (300, 30, 3)),
    "years of two figures before months": ("Month,Leads,Sales\n24-11,100,10\n24-12,110,11\n25-01,90,9\n", (300, 30, 3)),
    "weeks by day and month": (
        "Week,Leads,Sales\n06.01.,30,3\n13.01.,28,2\n20.01.,35,4\n27.01.,31,3\n03.02.,30,2\n",
        (124, 12, 1),
    ),
    "weeks by month and day": (
        "Week,Leads,Sales\n01/06,30,3\n01/13,28,2\n01/20,35,4\n01/27,31,3\n02/03,30,2\n",
        (124, 12, 1),
    ),
    "weeks as spans with one year": (
        "Week,Leads,Sales\n06.01.-12.01.2025,30,3\n13.01.-19.01.2025,28,2\n20.01.-26.01.2025,35,4\n"
        "27.01.-02.02.2025,31,3\n03.02.-09.02.2025,30,2\n",
        (124, 12, 1),
    ),
    "another table below": (
        "Month,Leads,Sales\n2025-01,100,10\n2025-02,110,11\n\nRep,Calls,Meetings\nAnn,300,20\nBob,200,10\n",
        (210, 21, 2),
    ),
    "so far, beside the month": (
        "Month,Leads,Leads YTD,Sales,Sales YTD\n2025-01,100,100,10,10\n2025-02,110,210,9,19\n",
        (210, 19, 2),
    ),
    "so far, over two years": (
        "Month,Leads YTD,Sales YTD\n"
        + "".join(f"{y}-{m:02d},{100 * m},{10 * m}\n" for y in (2024, 2025) for m in range(1, 13)),
        (2400, 240, 24),
    ),
    "so far, from April": (
        "Month,Leads (YTD),Sales (YTD)\n2025-04,430,41\n2025-05,520,50\n2025-06,640,62\n",
        (210, 21, 2),
    ),
    "so far, said of one of two, newest first": (
        "Month,Leads,Sales (to date)\n2025-05,545,52\n2025-04,430,41\n2025-03,330,31\n2025-02,210,19\n2025-01,100,10\n",
        (545, 52, 5),
    ),
    "so far, said of the sales alone": (
        "Month,Leads,Sales (to date)\n2025-01,100,10\n2025-02,110,19\n2025-03,120,31\n2025-04,125,41\n",
        (455, 41, 4),
    ),
    "growth is no sum": (
        "Month,Leads,Sales\n2025-01,100,10\n2025-02,112,11\n2025-03,125,13\n2025-04,140,14\n2025-05,150,16\n",
        (627, 64, 5),
    ),
    "quarters": ("Quarter,Leads,Sales\nQ1 2024,300,30\nQ2 2024,310,28\nQ3 2024,290,31\n", (900, 89, 9)),
    "quarters of a year in a column of its own": (
        "Year,Quarter,Leads,Sales\n2024,1,300,30\n2024,2,310,28\n",
        (610, 58, 6),
    ),
    "months as spans": ("Period,Leads,Sales\nJan-Mar 2024,300,30\nApr-Jun 2024,310,31\n", (610, 61, 6)),
    "half-years": ("Period,Leads,Sales\nH1 2024,600,60\nH2 2024,640,58\n", (1240, 118, 12)),
    "years": ("Year,Leads,Sales\n2022,3000,300\n2023,3100,280\n", (6100, 580, 24)),
    "weeks": (
        "Week of,Leads,Sales\n2024-12-30,9,1\n2025-01-06,30,3\n2025-01-13,28,2\n2025-01-20,35,4\n2025-01-27,31,3\n"
        "2025-02-03,30,2\n",
        (124, 12, 1),
    ),
    "weeks that cover no month": (
        "Week,Leads,Sales\n2025-W03,30,3\n2025-W04,28,2\n2025-W05,35,4\n",
        (93, 9, 21 / 30.4375),
    ),
    "days": (
        "Date,Leads,Sales\n" + "".join(f"2025-{m:02d}-{d:02d},3,{d % 2}\n" for m in (1, 2) for d in range(1, 29)),
        (168, 28, 2),
    ),
    "months of Buddhist years": ("Month,Leads,Sales\n01/2568,100,10\n02/2568,110,11\n", (210, 21, 2)),
    "months of Persian years": ("Month,Leads,Sales\n1403/01,100,10\n1403/02,110,11\n", (210, 21, 2)),
    "months of Reiwa": ("Month,Leads,Sales\n令和7年1月,100,10\n令和7年2月,110,11\n", (210, 21, 2)),
    "a year over its months": ("Month,Leads,Sales\n2024,,\nNov,100,10\nDec,110,11\n2025,,\nJan,120,12\n", (330, 33, 3)),
    "a channel once per group": (
        "Channel,Month,Leads,Sales\nGoogle,2025-01,100,10\n,2025-02,110,11\nReferral,2025-01,50,9\n,2025-02,50,8\n",
        (310, 38, 2),
    ),
    "regions of channels": (
        "Month,Region,Channel,Leads,Sales\n2025-01,North,Google,60,6\n2025-01,South,Google,40,4\n2025-01,North,Web,30,5\n"
        "2025-01,South,Web,20,4\n",
        (150, 19, 1),
    ),
    "a channel under an unknown heading": (
        "Month,Where from,Leads,Sales\n2025-01,Organic,100,10\n2025-01,Paid,50,4\n2025-02,Organic,110,10\n2025-02,Paid,60,5\n",
        (320, 29, 2),
    ),
    "months over leads and sales": (
        ",2025-01,,2025-02,\nChannel,Leads,Sales,Leads,Sales\nGoogle,100,10,110,11\nReferral,50,9,50,8\n",
        (310, 38, 2),
    ),
    "two tables side by side": (
        "Month,Leads,Sales,,Month,Leads,Sales\n2024-11,100,10,,2025-01,120,9\n2024-12,110,11,,2025-02,130,11\n",
        (460, 41, 4),
    ),
    "a count per row": (
        "Month,Metric,Value\n2025-01,Leads,100\n2025-01,Sales,10\n2025-02,Leads,110\n2025-02,Sales,11\n",
        (210, 21, 2),
    ),
    "a count per row, months across": (
        "Channel,Metric,Jan-25,Feb-25\nGoogle,Leads,100,110\nGoogle,Sales,10,11\nWeb,Leads,50,60\nWeb,Sales,9,8\n",
        (320, 38, 2),
    ),
    "channels in the headings": (
        "Month,Leads Google,Leads Meta,Sales Google,Sales Meta\n2025-01,100,50,10,5\n2025-02,110,60,11,6\n",
        (320, 32, 2),
    ),
    "channels in the headings, and their total": (
        "Month,Leads (A),Leads (B),Leads (Total),Sales (A),Sales (B),Sales (Total)\n2025-01,100,50,150,10,5,15\n",
        (150, 15, 1),
    ),
    "year, quarter and month": (
        "Year,Quarter,Month,Leads,Sales\n2024,Q4,Nov,100,10\n2024,Q4,Dec,110,11\n2025,Q1,Jan,120,12\n",
        (330, 33, 3),
    ),
    "numbers that could be days": ("Channel,Impressions,Leads,Sales\nA,45000,100,10\nB,46000,80,5\n", (180, 15, 1)),
    "the last minute of a month": (
        "Month,Leads,Sales\n2025-01-31T23:59:59Z,100,10\n2025-02-28T23:59:59Z,110,11\n",
        (210, 21, 2),
    ),
    "money beside a number of sales": (
        "Month,Leads,Sales,Deals won\n2025-01,100,45000,10\n2025-02,110,52000,11\n",
        (210, 21, 2),
    ),
    "two years side by side": (
        "Month,Leads 2024,Leads 2025,Sales 2024,Sales 2025\nJan,100,120,10,12\nFeb,110,130,11,13\n",
        (460, 46, 4),
    ),
    "a month that is missing before the last": (
        "Month,Leads,Sales\n2024-10-31,100,10\n2024-11-30,110,11\n2024-12-31,90,9\n2025-03-31,105,10\n",
        (405, 40, 4),
    ),
    **{
        f"counts such as {first}": (f"Month;Leads;Sales\n2025-01;{first};10\n2025-02;{second};11\n", (leads, 21, 2))
        for first, second, leads in (
            ("1.2k", "0.9k", 2100),
            ("100k", "110k", 210_000),
            ("1,2 Tsd.", "900", 2100),
            ("1万", "9000", 19_000),
            ("100*", "110", 210),
            ("100¹", "110", 210),
            ("100 (estimated)", "110", 210),
            ("~100", "110", 210),
            ("ca. 100", "110", 210),
            ("100 leads", "110", 210),
            ("100件", "110件", 210),
        )
    },
    **{f"three years, {name}": (text, (663, 66, 6)) for name, text in YEARS.items()},
    "channels below the names of counts": (
        "Month,Leads,,Sales,\n,Google,Meta,Google,Meta\n2025-01,100,50,10,5\n2025-02,110,60,11,6\n",
        (320, 32, 2),
    ),
    "months below the names of counts": (
        "Channel,Leads,,Sales,\n,Jan 2025,Feb 2025,Jan 2025,Feb 2025\nGoogle,100,50,10,5\nMeta,110,60,11,6\n",
        (320, 32, 2),
    ),
    "channels over tables next to each other": (
        "Google,,,,Meta,,\nMonth,Leads,Sales,,Month,Leads,Sales\n2025-01,100,10,,2025-01,100,10\n2025-02,90,9,,2025-02,80,8\n",
        (370, 37, 2),
    ),
    "a month once for channels of the same counts": (
        "Month,Channel,Leads,Sales\n2025-01,Ads,100,10\n,Fair,50,9\n2025-02,Ads,110,11\n,Fair,50,9\n",
        (310, 39, 2),
    ),
    "a channel once for months of the same counts": (
        "Channel,Month,Leads,Sales\nAds,2025-01,100,10\n,2025-02,50,9\nFair,2025-01,110,11\n,2025-02,50,9\n",
        (310, 39, 2),
    ),
    "a year once for months of the same counts": (
        "Year,Month,Leads,Sales\n2024,Jan,100,10\n,Feb,50,9\n2025,Jan,110,11\n,Feb,50,9\n",
        (310, 39, 4),
    ),
    **{f"weeks {name}": (rows_of(cells), (510, 50, 1)) for name, cells in WEEKS.items()},
    **{f"quarters as {cell}": (rows_of([cell.format(n) for n in range(1, 5)]), (406, 40, 12)) for cell in QUARTERS},
    **{f"months as {cell}": (rows_of([cell.format(n) for n in range(1, 13)]), (1266, 120, 12)) for cell in MONTHS},
    "Roman quarters": (rows_of(["I kw. 2024", "II kw. 2024", "III kw. 2024"]), (303, 30, 9)),
    "months under their own word": (rows_of([f"Tháng {at}/2024" for at in range(1, 5)], heading="Tháng"), (406, 40, 4)),
    "periods that count on over a year": (
        rows_of(["Zzq 3 2023", "Zzq 4 2023", "Zzq 1 2024"], heading="Zeug"),
        (303, 30, 9),
    ),
    "shops with a number": (rows_of(["Shop 1", "Shop 2", "Shop 3"], heading="Channel"), (303, 30, 1)),
    "midnight farther east": (
        pd.DataFrame(
            {
                "month": pd.to_datetime(["2024-12-31 23:00", "2025-01-31 23:00", "2025-03-31 22:00"]).tz_localize(
                    "UTC"
                ),
                "leads": [100, 110, 120],
                "wins": [10, 11, 12],
            }
        ),
        (330, 33, 3),
    ),
    "Jan-24 typed into a spreadsheet": (
        pd.DataFrame(
            {
                "month": [pd.Timestamp(2026, m, d) for d in (24, 25) for m in range(1, 13)],
                "leads": [100] * 24,
                "wins": [10] * 24,
            }
        ),
        (2400, 240, 24),
    ),
}

ASKED: dict[str, tuple[Any, str, Counts]] = {
    # a sheet, what is asked, and what one of the answers gives
    "a plan or a channel": (
        "Month,Channel,Leads,Sales\n2025-01,Google,100,10\n2025-01,Target,50,9\n2025-02,Google,100,11\n2025-02,Target,52,8\n",
        "plan",
        (302, 38, 2),
    ),
    "a plan of the same counts in every month": (
        "Month,Segment,Leads,Sales\n2025-01,फरवरी का,101,10\n2025-01,लक्ष्य,300,30\n2025-02,फरवरी का,112,9\n2025-02,लक्ष्य,300,30\n"
        "2025-03,फरवरी का,95,8\n2025-03,लक्ष्य,300,30\n",
        "plan",
        (308, 27, 3),
    ),
    "what is beside what happened": (
        "Month,Segment,Leads,Sales\n2025-01,Actual,101,10\n2025-01,المستهدف,120,12\n2025-02,Actual,112,9\n2025-02,المستهدف,123,12\n",
        "plan",
        (213, 19, 2),
    ),
    "a plan in tens": (
        "Month,Channel,Leads,Sales\n"
        + "".join(f"2025-0{m},A,{90 + 7 * m},{7 + m}\n2025-0{m},B,{100 + 10 * m},12\n" for m in (1, 2, 3, 4)),
        "plan",
        (430, 38, 4),
    ),
    "several rows per month": (
        "Month,Leads,Sales\n2025-01,30,3\n2025-01,40,5\n2025-02,35,2\n2025-02,41,4\n2025-03,80,7\n",
        "month",
        (226, 21, 3),
    ),
    "a sum by chance": ("Month,Channel,Leads,Sales\n2025-01,A,2,1\n2025-01,B,1,0\n2025-01,C,3,1\n", "sums", (6, 2, 1)),
    "a sum of one channel": (
        "Month,Channel,Leads,Sales\n2025-01,Web,100,10\n2025-01,Alle,100,10\n2025-02,Web,110,12\n2025-02,Alle,110,12\n",
        "sums",
        (210, 22, 2),
    ),
    "so far, without a word": (
        "Month,Leads,Sales\n2025-01,100,10\n2025-02,210,19\n2025-03,330,31\n2025-04,430,41\n2025-05,545,52\n",
        "running",
        (545, 52, 5),
    ),
    "so far, and falling": ("Month,Leads (YTD),Sales (YTD)\n2025-01,100,10\n2025-02,90,9\n2025-03,80,8\n", "running", (270, 27, 3)),
    "quarter starts": ("Month,Leads,Sales\n2024-01,300,30\n2024-04,310,28\n2024-07,290,31\n", "period", (900, 89, 9)),
    "quarters of a DataFrame": (
        pd.DataFrame({"month": pd.period_range("2024Q1", periods=3, freq="Q"), "leads": [300, 310, 290], "wins": [30, 28, 31]}),
        "period",
        (900, 89, 9),
    ),
    "a fiscal year": ("Period,Leads,Sales\nFY24 M1,100,10\nFY24 M2,110,11\n", "fiscal", (210, 21, 2)),
    "months beside a fiscal year": (
        "Fiscal year,Month,Leads,Sales\nFY2024,Dec,90,8\nFY2025,Oct,100,10\nFY2025,Jan,110,11\n", "fiscal", (300, 29, 3)),
    "months beside two years": ("Bücher,Monat,Leads,Abschlüsse\n2024/25,Apr,100,10\n2024/25,Mrz,110,11\n", "fiscal", (210, 21, 2)),
    "quarters beside a fiscal year": ("FY,Quarter,Leads,Sales\n2024,Q4,300,30\n2025,Q1,310,31\n", "fiscal", (610, 61, 6)),
    "months, then quarters": (
        "Date,Leads,Sales\n2024-01-31,100,10\n2024-02-29,100,9\n2024-03-31,100,10\n2024-06-30,310,28\n2024-09-30,290,31\n",
        "period",
        (900, 88, 9),
    ),
    "months, then one quarter": (
        "Date,Leads,Sales\n2024-10-31,100,10\n2024-11-30,110,11\n2024-12-31,90,9\n2025-03-31,330,33\n",
        "period",
        (630, 63, 6),
    ),
    "months, then one quarter by its first month": (
        "Date,Leads,Sales\n2024-10,100,10\n2024-11,110,11\n2024-12,90,9\n2025-01,310,30\n2025-04,330,33\n", "period", (940, 93, 9)),
    "months, then a row of a quarter": (
        "Month,Leads,Sales\nJan 2025,100,10\nFeb 2025,110,11\nMar 2025,90,9\nQ2 2025,330,33\n", "month", (630, 63, 6)),
    "counts that are at least so many": ("Month,Leads,Sales\n2025-01,100+,10\n2025-02,110,11\n", "rough", (210, 21, 2)),
    "counts that are fewer": ("Month,Leads,Sales\n2025-01,100,<5\n2025-02,110,11\n", "rough", (210, 13, 2)),
    "counts between two": ("Month,Leads,Sales\n2025-01,100-120,10\n2025-02,110,11\n", "rough", (220, 21, 2)),
    "quarters, then months": (
        "Period,Leads,Sales\nQ1 2024,300,30\nQ2 2024,310,28\n2024-07,100,9\n2024-08,100,9\n2024-09,102,10\n",
        "month",
        (912, 86, 9),
    ),
    "one year typed as a day": ("Month,Leads,Sales\n2026-01-24,100,10\n2026-02-24,110,11\n2026-03-24,120,12\n", "figures", (330, 33, 3)),
    "a day or a year": ("Month,Leads,Sales\nJan 06,100,10\nMar 09,110,11\nMay 11,120,12\n", "figures", (330, 33, 3)),
    "the evening of a last day": (
        "Month,Leads,Sales\n2025-01-31 18:00,100,10\n2025-02-28 18:00,110,11\n2025-03-31 18:00,90,9\n",
        "evening",
        (300, 30, 3),
    ),
    "a dash": ("Month,Leads,Sales\n2025-01,100,10\n2025-02,100,-\n2025-03,100,9\n", "dash", (300, 19, 3)),
    "two numbers, days or months": ("Month,Leads,Sales\n01/06,10,1\n01/07,11,1\n01/08,9,1\n", "figures", (30, 3, 3)),
    "periods of an unknown word": (rows_of([f"Zzq {at} 2024" for at in (1, 2, 3)]), "period", (303, 30, 9)),
    "a fiscal year behind its quarter": (rows_of(["Q1 FY24", "Q2 FY24"]), "fiscal", (201, 20, 6)),
    "campaigns or periods": (rows_of([f"Zzq {at} 2024" for at in (1, 2, 3)], heading="Zeug"), "month", (303, 30, 1)),
    "months beside the counts of last year": (
        "Month,Leads 2025,Leads LY,Sales 2025,Sales LY\nJan 2025,100,90,10,9\nFeb 2025,110,95,11,9\n", "leads", (210, 21, 2)),
    "months with their year, in headings of two years": (
        "Month,Leads 2024,Leads 2025,Sales 2024,Sales 2025\nJan 2025,90,100,9,10\nFeb 2025,95,110,9,11\n", "leads", (210, 21, 2)),
    "weeks without a year": (
        "Week,Leads,Sales\n" + "".join(f"KW {at},30,3\n" for at in (50, 51, 52, 1, 2, 3, 4, 5, 6)),
        "year",
        (120, 12, 1),
    ),
    "a word that may be 0": ("Month,Leads,Sales\n2025-01,100,10\n2025-02,100,nil\n2025-03,100,9\n", "dash", (300, 19, 3)),
    "headings of unknown words": ("When,Came in,Signed up\n2025-01,100,10\n2025-02,110,11\n", "leads", (210, 21, 2)),
    "a blank corner over months": (",Enquiries,Jobs won\n2025-01,100,10\n2025-02,110,12\n", "wins", (210, 22, 2)),
    "a blank corner over unknown counts": (",Came in,Signed\nJan,100,10\nFeb,110,12\n", "leads", (210, 22, 2)),
    "a blank corner beside months": (",Jan 2025,Feb 2025\nEnquiries,100,110\nJobs won,10,12\n", "wins", (210, 22, 2)),
    "a blank corner over weeks": (
        ",Enquiries,Jobs won\n" + "".join(f"W/C {at:02d}/01/2024,30,3\n" for at in (1, 8, 15, 22, 29)), "wins", (150, 15, 1)),
}  # fmt: skip


def read(sheet: Any, given: Any) -> Counts:
    source = sheet.encode() if isinstance(sheet, str) else sheet
    funnel = dx.Table.read(source, "cohort", **given).funnel()
    return funnel.leads, funnel.wins, pytest.approx(funnel.months)


@pytest.mark.parametrize(("sheet", "right"), READ.values(), ids=READ)
def test_a_sheet_is_read_without_a_question(sheet: Any, right: Counts) -> None:
    assert read(sheet, {}) == right


@pytest.mark.parametrize(("sheet", "field", "right"), ASKED.values(), ids=ASKED)
def test_a_sheet_is_asked_about_and_every_answer_leads_on(sheet: Any, field: str, right: Counts) -> None:
    with pytest.raises(dx.InputError) as caught:
        read(sheet, {})
    assert caught.value.field == field
    found = ends(lambda given: read(sheet, given))
    assert [str(end.refusal) for end in found if end.refusal is not None] == []
    assert right in [end.found for end in found]


def test_months_set_aside_for_missing_sales_are_said_to_raise_the_rate() -> None:
    found = dx.Table.read(b"Month,Leads,Sales\n2025-01,100,10\n2025-02,100,\n2025-03,100,9\n", "cohort")
    assert "1 month without recorded sales is left out; the win rate is too high if they had none." in found.notes


@pytest.mark.parametrize("named", [("Jan 2025", "Feb 2025"), ("Ads", "Fair")])
def test_sheets_of_the_same_headings_are_offered_as_one(named: tuple[str, str]) -> None:
    book = io.BytesIO()
    with pd.ExcelWriter(book) as writer:
        for at, name in enumerate(named):
            first = {"Month": ["2025-01", "2025-02"]} if name != f"{name[:3]} 2025" else {"Channel": ["Ads", "Fair"]}
            pd.DataFrame({**first, "Leads": [90 + at, 80], "Sales": [9, 8]}).to_excel(
                writer, sheet_name=name, index=False
            )
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(book.getvalue(), "cohort")
    assert asked.value.choices == ("all of them, one below another", *named)
    found = dx.Table.read(book.getvalue(), "cohort", sheet="all")
    assert (found.funnel().leads, found.funnel().wins, found.size) == (341, 34, 2)
    assert {row.channel for row in found.rows} == {"Ads", "Fair"}


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("Σ,210,21", 0),
        ("Total,213,21", 1),
        ("Total 2025,210,22", 1),
        ("Average,105,11", 0),
        ("2025-01 Total,100,10", 0),
    ],
)
def test_a_total_that_the_rows_do_not_come_to_is_said(total: str, said: int) -> None:
    found = dx.Table.read(f"Month,Leads,Sales\n2025-01,100,10\n2025-02,110,11\n{total}\n".encode(), "cohort")
    doubts = found.funnel().doubts
    assert len(doubts) == said
    assert not said or "the rows that are counted come to 210 and 21" in doubts[0]


@pytest.mark.parametrize(
    ("text", "given", "months"),
    [
        ("Jg.,Month,Leads,Sales\n2023,Nov,9,1\n2023,Dec,9,1\n2025,Jan,9,1\n2025,Feb,9,1\n", {}, ["2023-11", "2025-02"]),
        ("Season,Month,Leads,Sales\n2023,Nov,9,1\n2025,Feb,9,1\n", {"fiscal": "2023-01"}, ["2023-11", "2025-02"]),
        ("Season,Month,Leads,Sales\n2023,Nov,9,1\n2025,Feb,9,1\n", {"fiscal": "2023-07"}, ["2023-11", "2026-02"]),
        ("FY,Quarter,Leads,Sales\n2025,Q1,9,1\n2025,Q2,9,1\n", {"fiscal": "2024-04"}, ["2024-04", "2024-07"]),
    ],
)
def test_years_under_any_name_are_the_years_of_the_months_beside_them(text: str, given: Any, months: list[str]) -> None:
    rows = dx.Table.read(text.encode(), "cohort", **given).months.index[[0, -1]]
    assert list(rows) == months


def test_a_dash_behind_a_currency_is_0_where_an_accounting_format_wrote_it() -> None:
    text = "Month,Leads,Sales\n2025-01, 100 , 10 \n2025-02, 110 , $-   \n2025-03, 90 , 9 \n"
    assert read(text, {}) == (300, 19, 3)


def test_numbers_that_could_be_years_are_none_beside_months_of_a_year() -> None:
    found = dx.Table.read(b"Visits,Month,Leads,Sales\n2011,2025-01,9,1\n2012,2025-02,8,2\n", "cohort")
    assert list(found.months.index) == ["2025-01", "2025-02"]


def test_several_rows_of_one_month_may_be_left_out_where_others_are_left() -> None:
    text = b"Month,Leads,Sales\n2025-01,30,3\n2025-02,35,2\n2025-02,41,4\n"
    assert read(text.decode(), {"copies": "left out"}) == (30, 3, 1)
    assert read(text.decode(), {"copies": "counted"}) == (106, 9, 2)


def test_the_receipt_tells_rows_columns_and_months() -> None:
    text = (
        "Month,Channel,Leads (Web),Sales,Rep\n2025-01,A,10,1,x\n2025-01,B,20,2,y\n2025-01,All,30,3,z\n2025-02,A,40,,x\n"
    )
    found = dx.Table.read(text.encode(), "cohort", sums="left out")
    receipt = found.reading
    assert (receipt.rows, receipt.kept) == (4, 3)
    assert [role.role for role in receipt.roles] == ["Month", "Channel", "Leads", "Sales"]
    assert (
        receipt.roles[2].words == "Leads: “Leads (Web)” (its heading; 4 of 4 cells are whole numbers; it says “web”)."
    )
    assert receipt.months_used == ("2025-01",)
    assert receipt.months_set_aside == ("February 2025: its sales were not recorded",)
    lines = receipt.lines()
    assert lines[0] == "3 of 4 rows were read."
    assert "Left out: 1 row (“All” adds up other channels: A, B)." in lines
    assert "Left out: column “Rep” (not a column this table knows)." in lines


@pytest.mark.parametrize("cell", ["100 (1)", "3m", "100 x 2", "120 / 130", "$100", "100 calls"])
def test_a_count_with_what_is_not_understood_beside_it_is_refused(cell: str) -> None:
    with pytest.raises(dx.InputError) as refused:
        read(f"Month;Leads;Sales\n2025-01;{cell};10\n2025-02;110;11\n", {})
    assert refused.value.field == "leads"


def test_what_was_read_beside_a_count_is_said() -> None:
    table = dx.Table.read(b"Month,Leads,Sales\n2025-01,1.2k,10\n2025-02,110,<5\n", "cohort", rough="middle")
    assert table.notes == (
        "“1.2k” was read as 1,200, rounded as it is written (Leads, 1 row).",
        "“<5” was read as 2, as answered (Sales, 1 row).",
    )
