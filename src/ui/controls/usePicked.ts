import { useRef, useState, type KeyboardEvent } from 'react';

/** What an element of a picture takes so that it can be picked. */
export interface PickProps {
  readonly ref: (element: SVGElement | null) => void;
  readonly tabIndex: number;
  readonly onFocus: () => void;
  readonly onPointerEnter: () => void;
}

export interface Picked {
  /** Index of what is pointed at or has the focus. */
  readonly picked: number | undefined;
  of(index: number): PickProps;
  /** For the picture around them. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Picks one of `count` elements of a picture, by pointer or by keyboard: one Tab stop, then the arrow keys, Home and End. */
export function usePicked(count: number): Picked {
  const [last, setPicked] = useState<number>();
  const elements = useRef<(SVGElement | null)[]>([]);
  const picked = last !== undefined && last < count ? last : undefined;
  return {
    picked,
    of: (index) => ({
      ref: (element) => {
        elements.current[index] = element;
      },
      tabIndex: index === (picked ?? 0) ? 0 : -1,
      onFocus: () => setPicked(index),
      onPointerEnter: () => setPicked(index),
    }),
    onKeyDown: (event) => {
      const from = picked ?? 0;
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : from + (STEPS[event.key] ?? 0);
      if (to === from || to < 0 || to >= count) return;
      event.preventDefault();
      elements.current[to]?.focus();
    },
  };
}
