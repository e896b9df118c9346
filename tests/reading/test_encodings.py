"""The encoding of small files in many languages is found by what decodes into words."""

from __future__ import annotations

import random

import pytest

from diagnostics.errors import InputError
from diagnostics.reading.encodings import checked, guess, otherwise, title_of, words_of
from diagnostics.reading.sheet_reader import read_bytes

# Encodings, headings, and the words of three columns, invented.
LANGUAGES = {
    "Japanese": (["shift_jis", "cp932", "euc_jp", "iso2022_jp"], "作成日 状態 流入元 担当者 完了日", ["受注 失注 商談中", "検索 紹介 展示会 メルマガ", "田中 佐藤 鈴木"]),
    "Chinese, simplified": (["gb18030", "gbk", "gb2312"], "创建日期 状态 来源 负责人 结束日期", ["赢单 输单 跟进中", "百度 转介绍 展会", "王伟 李娜 张敏"]),
    "Chinese, traditional": (["big5"], "建立日期 狀態 來源 負責人 結案日", ["成交 流失 洽談中", "搜尋 介紹 展覽", "陳怡君 林志明 黃雅婷"]),
    "Korean": (["euc_kr", "cp949"], "생성일 상태 유입경로 담당자 종료일", ["성공 실패 진행중", "검색 추천 전시회", "김민수 이영희 박지훈"]),
    "Russian": (["cp1251", "koi8_r", "iso8859_5", "cp866"], "Создано Статус Источник Ответственный Закрыто", ["Сделка Отказ Работа", "Поиск Рекомендация Выставка", "Анна Борис Сергей"]),
    "Ukrainian": (["cp1251", "koi8_u"], "Створено Стан Джерело Відповідальний Закрито", ["Виграно Програно Робота", "Пошук Рекомендація Виставка", "Їжак Олена Євген"]),
    "German": (["cp1252", "iso8859_1", "mac_roman", "cp850"], "Erstellt Status Quelle Zuständig Geschlossen", ["Gewonnen Verloren Läuft", "Suche Empfehlung Köln", "Jörg Groß Max"]),
    "French": (["cp1252", "iso8859_15"], "Créé Étape Source Propriétaire Clôturé", ["Gagnée Perdue Négociation", "Recherche Parrainage Réseau", "Zoé François Marc"]),
    "Polish": (["cp1250", "iso8859_2"], "Utworzono Status Źródło Właściciel Zamknięto", ["Wygrana Przegrana Otwarta", "Wyszukiwarka Polecenie Łódź", "Łukasz Małgorzata Zbigniew"]),
    "Czech": (["cp1250", "iso8859_2"], "Vytvořeno Stav Zdroj Vlastník Uzavřeno", ["Vyhráno Prohráno Jednání", "Vyhledávač Doporučení Veletrh", "Jiří Božena Tomáš"]),
    "Greek": (["cp1253", "iso8859_7"], "Ημερομηνία Κατάσταση Πηγή Υπεύθυνος Κλείσιμο", ["Κερδισμένη Χαμένη Ανοιχτή", "Αναζήτηση Σύσταση Έκθεση", "Άννα Γιώργος Νίκος"]),
    "Turkish": (["cp1254", "iso8859_9"], "Oluşturulma Durum Kaynak Sorumlu Kapanış", ["Kazanıldı Kaybedildi Görüşülüyor", "Arama Öneri Fuar", "Ayşe İbrahim Gül"]),
    "Hebrew": (["cp1255"], "נוצר סטטוס מקור אחראי נסגר", ["נמכר אבד פתוח", "חיפוש המלצה תערוכה", "דנה יוסי רות"]),
    "Arabic": (["cp1256"], "الإنشاء الحالة المصدر المسؤول الإغلاق", ["رابح خاسر مفتوح", "بحث توصية معرض", "أحمد سارة ليلى"]),
    "Thai": (["cp874"], "วันที่สร้าง สถานะ แหล่งที่มา ผู้ดูแล วันที่ปิด", ["ชนะ แพ้ เปิด", "ค้นหา แนะนำ งานแสดง", "สมชาย สมหญิง ปรีชา"]),
    "Danish": (["cp1252", "iso8859_1"], "Oprettet Status Kilde Ansvarlig Afsluttet", ["Vundet Tabt Åben", "Søgning Anbefaling Messe", "Søren Åse Mads"]),
    "Spanish": (["cp1252", "mac_roman"], "Creación Estado Origen Vendedor Cierre", ["Ganada Perdida Abierta", "Búsqueda Recomendación Feria", "José Íñigo Ana"]),
}  # fmt: skip


def export(language: str, rows: int) -> str:
    """An export with so many rows, the same every time."""
    seed = random.Random(rows)
    _, headings, columns = LANGUAGES[language]
    lines = [",".join(headings.split())]
    for _ in range(rows):
        day = f"2025-0{seed.randrange(1, 7)}-{seed.randrange(10, 28)}"
        lines.append(",".join([day, *(seed.choice(words.split()) for words in columns), day]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rows", [8, 40, 400])
def test_a_small_file_of_every_language_is_read_as_it_was_written(language, rows):
    text = export(language, rows)
    written = [line.split(",") for line in text.splitlines()]
    for encoding in LANGUAGES[language][0]:
        (sheet,) = read_bytes(text.encode(encoding), "leads.csv")
        assert sheet.rows == written, encoding
        if encoding != "iso2022_jp":
            assert sheet.notes and "it is not UTF-8" in sheet.notes[0], encoding
        (sheet,) = read_bytes(text.encode(encoding), "leads.csv", encoding=encoding)
        assert sheet.rows == written and not sheet.notes, encoding


def test_the_order_of_the_rows_decides_nothing():
    for language, (encodings, _, _) in LANGUAGES.items():
        first, *rest = export(language, 40).splitlines(keepends=True)
        for encoding in (e for e in encodings if e != "iso2022_jp"):
            both = [guess(words_of((first + "".join(lines)).encode(encoding))) for lines in (rest, rest[::-1])]
            assert both[0] == both[1]


def test_a_word_that_two_encodings_read_alike_is_in_doubt():
    found = guess({"Søren".encode("cp1252")})
    assert found.encoding == "cp1252" and "cp1250" in found.others
    assert otherwise(["Søgning", "Status"], (found.encoding, *found.others))["cp1250"] == ["Sřgning", "Status"]
    assert otherwise(["Status"], (found.encoding, *found.others)) == {}


def test_bytes_of_no_language_are_read_as_before():
    assert guess({b"\xa4\xff\x81\xfe", b"\x8d\xb7x\xd7"}).encoding == "cp1252"


def test_lines_of_two_encodings_are_told_apart():
    text = "Name,Ort\nMüller,Köln\n".encode() + "Błażej,Łódź\nWójcik,Gdańsk\n".encode("cp1250")
    (sheet,) = read_bytes(text, "two.csv")
    assert [row[1] for row in sheet.rows[1:]] == ["Köln", "Łódź", "Gdańsk"]
    assert sheet.notes == ("2 lines were read as Central European (Windows-1250): they are not UTF-8.",)


def test_an_encoding_that_is_given_has_to_be_one_and_to_fit():
    assert checked("Shift-JIS") == "cp932" and checked("UTF8") == "utf-8"
    assert title_of("windows-1251") == "Cyrillic (Windows-1251)" and title_of("cp437") == "cp437"
    with pytest.raises(InputError, match="is not an encoding"):
        checked("latin-77")
    with pytest.raises(InputError, match="is not the encoding of the file"):
        read_bytes("Köln,1\n".encode("cp1252"), encoding="utf-8")
