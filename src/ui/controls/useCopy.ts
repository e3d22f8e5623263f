import { useState } from 'react';

export interface Copying {
  /** What came of the last one. */
  readonly said: 'copied' | 'notCopied' | undefined;
  copy(text: string): void;
  /** Says nothing more of the last one. */
  forget(): void;
}

/** Puts text into the clipboard, as far as the browser lets the page. */
export function useCopy(): Copying {
  const [said, setSaid] = useState<Copying['said']>();
  const write = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('copied');
    } catch {
      // Refused, or not there at all: only secure pages have a clipboard.
      setSaid('notCopied');
    }
  };
  return { said, copy: (text) => void write(text), forget: () => setSaid(undefined) };
}
