import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { fileName, mediaTypeOf } from "./file.ts";

const office = (part: string, more: Record<string, Uint8Array> = {}) =>
  zipSync({ "[Content_Types].xml": strToU8("<Types/>"), [part]: strToU8("<x/>"), ...more });
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0];

describe("what a file is", () => {
  test.each([
    ["%PDF-1.7\n%…", "application/pdf"],
    ["Notes of the day, naïve and plain.\r\n\tAll of them.", "text/plain"],
    ["<script>alert(1)</script>", null],
    ["\uFEFF  <!doctype html><title>x</title>", null],
    ["<svg xmlns='http://www.w3.org/2000/svg'/>", null],
    ["<?xml version='1.0'?><a/>", null],
    ["MZ\u0000\u0001", null],
    ["", null],
  ])("%j is %s by its bytes", (text, type) => {
    expect(mediaTypeOf(strToU8(text))).toBe(type);
  });

  test("pictures and office files are told by their bytes; macros, other archives and other bytes are not kept", () => {
    expect(mediaTypeOf(Uint8Array.from(png))).toBe("image/png");
    expect(mediaTypeOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]))).toBe("image/jpeg");
    expect(mediaTypeOf(strToU8("RIFF1234WEBPVP8 "))).toBe("image/webp");
    expect(mediaTypeOf(office("word/document.xml"))).toMatch(/wordprocessingml/);
    expect(mediaTypeOf(office("xl/workbook.xml"))).toMatch(/spreadsheetml/);
    expect(mediaTypeOf(office("word/document.xml", { "word/vbaProject.bin": strToU8("x") }))).toBeNull();
    expect(mediaTypeOf(zipSync({ "virus.exe": strToU8("MZ") }))).toBeNull();
    expect(mediaTypeOf(Uint8Array.from([0xc3, 0x28]))).toBeNull();
  });

  test("whatever the bytes are, there is an answer, and markup is never taken for text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const type = mediaTypeOf(bytes);
        expect(type === null || typeof type === "string").toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom("html", "svg", "body", "!DOCTYPE", "?xml", "a"), fc.string(), (tag, rest) => {
        expect(mediaTypeOf(strToU8(`\n <${tag}>${rest}`))).toBeNull();
      }),
    );
  });
});

describe("the name of a file", () => {
  test.each([
    ["C:\\Users\\Amara\\certificate.pdf", "certificate.pdf"],
    ["../../etc/passwd", "passwd.pdf"],
    ["report.html", "report.pdf"],
    ["invoice\u202Efdp.exe", "invoicefdp.pdf"],
    ["", "file.pdf"],
    [".pdf", "file.pdf"],
    ["Prüfung vom 3. März.PDF", "Prüfung vom 3. März.PDF"],
  ])("%j is kept as %j", (given, kept) => {
    expect(fileName(given, "application/pdf")).toBe(kept);
  });

  test("is never empty or long, has no folder, and ends as what it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (given) => {
        const name = fileName(given, "image/png");
        expect(name).toMatch(/^[^/\\]+\.png$/i);
        expect(name.length).toBeLessThanOrEqual(200);
        expect(fileName(name, "image/png")).toBe(name);
      }),
    );
  });
});
