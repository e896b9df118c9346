// An export of leads on its way: files are sent in parts, the next when the last one has arrived; it may be stopped.

import type { DashboardMessage } from "../../messages/messages";
import { t } from "../../words";
import type { Progress } from "./types";

interface Sending {
  files: File[];
  at: number;
  part: number;
}

/** What exports need of the page. */
export interface ExportsPage {
  ask(message: DashboardMessage, buffers: ArrayBuffer[]): void;
  /** End the work on what was sent. */
  stop(): void;
  say(text: string, alarming?: boolean): void;
  progress(progress: Progress | null): void;
  /** The most bytes of an export, and of one part of it. */
  largest(): { leads: number; part: number };
}

const BYTES_PER_MB = 1e6;

export class Exports {
  /** The last part was sent, and nothing of it was shown yet. */
  fresh = false;
  private sending: Sending | null = null;
  private sent: File[] | null = null;

  constructor(private readonly page: ExportsPage) {}

  /** Send the files of one export, unless they are too large. */
  open(files: File[]): void {
    const [first, ...others] = files;
    if (!first) return;
    const { leads } = this.page.largest();
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > leads) {
      const places = {
        name: first.name,
        more: others.length,
        size: Math.round(size / BYTES_PER_MB),
        largest: leads / BYTES_PER_MB,
      };
      this.page.say(others.length ? tooLargeTogether(places) : tooLarge(places), true);
      return;
    }
    this.sending = { files, at: 0, part: 0 };
    void this.part();
  }

  /** The other side began anew and has no file: it is sent once more, unless another one is on its way. */
  again(): void {
    const files = this.sending?.files ?? this.sent;
    if (!files) return;
    this.sending = { files, at: 0, part: 0 };
    setTimeout(() => void this.part());
  }

  /** One part is there: send the next. */
  arrived(part: number): void {
    const { sending } = this;
    if (sending?.part !== part) return;
    const file = sending.files[sending.at];
    if (file && part + 1 < this.parts(file)) sending.part += 1;
    else Object.assign(sending, { at: sending.at + 1, part: 0 });
    void this.part();
  }

  stop(): void {
    if (this.sending && !isLast(this.sending, (file) => this.parts(file))) {
      this.sending = null;
      this.page.progress(null);
      this.page.say(t("Stopped. Everything is as it was before."));
    } else {
      this.page.stop();
    }
  }

  private async part(): Promise<void> {
    const { sending } = this;
    const file = sending?.files[sending.at];
    if (!sending || !file) return;
    const { files, at, part } = sending;
    const size = this.page.largest().part;
    const parts = this.parts(file);
    this.page.progress({
      text: t("Sending {name}", { name: file.name }),
      share: (at + part / parts) / files.length,
    });
    let data: ArrayBuffer;
    try {
      data = await file.slice(part * size, (part + 1) * size).arrayBuffer();
    } catch {
      this.sending = null;
      this.page.progress(null);
      this.page.say(
        t("{name} cannot be read. It may have been moved or changed since: open it again.", {
          name: file.name,
        }),
        true,
      );
      return;
    }
    if (this.sending !== sending) return; // stopped, or other files were opened
    if (isLast(sending, (other) => this.parts(other))) {
      this.sent = files;
      this.sending = null;
      this.fresh = true;
    }
    this.page.ask(
      { do: "leads", name: file.name, size: file.size, part, parts, file: at, files: files.length },
      [data],
    );
  }

  private parts(file: File): number {
    return Math.max(1, Math.ceil(file.size / this.page.largest().part));
  }
}

/** Whether the last part of the last file is on its way. */
function isLast({ files, at, part }: Sending, parts: (file: File) => number): boolean {
  const file = files[at];
  return at === files.length - 1 && file !== undefined && part === parts(file) - 1;
}

function tooLarge(places: Record<string, string | number>): string {
  return t(
    "{name} is {size} MB, and this page takes {largest} MB. Save it as Parquet, which is several times smaller, or read it in Python: dx.Ledger.read(path) takes any size.",
    places,
  );
}

function tooLargeTogether(places: Record<string, string | number>): string {
  return t(
    "{name} and {more} more are {size} MB, and this page takes {largest} MB. Save them as Parquet, which is several times smaller, or read them in Python: dx.Ledger.read(path) takes any size.",
    places,
  );
}
