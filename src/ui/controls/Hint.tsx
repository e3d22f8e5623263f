import { Tooltip } from 'radix-ui';
import { useState, type PointerEvent, type ReactElement } from 'react';
import styles from './Hint.module.css';

export interface HintProps {
  /** One sentence: what the control does. Without it the child stands alone. */
  text: string | undefined;
  formula?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes event handlers and a ref; it, or what is inside, can be pointed at or focused. */
  children: ReactElement;
}

/** A tooltip on hover, on focus and on touch. Needs {@link HintProvider} above it. */
export function Hint({ text, formula, side = 'bottom', children }: HintProps) {
  const [open, setOpen] = useState(false);
  if (!text) return children;
  // Radix shows no tooltips on touch; a tap that focuses a field should explain it all the same.
  const onPointerUp = (event: PointerEvent) => {
    if (event.pointerType === 'touch') setTimeout(() => setOpen(true));
  };
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild onPointerUp={onPointerUp}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles.hint} side={side} sideOffset={6} collisionPadding={8}>
          <span translate="yes">{text}</span>
          {formula && <code className={styles.formula}>{formula}</code>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Once around the page: the tooltips' common delays. */
export function HintProvider({ children }: { children: ReactElement }) {
  return (
    <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
    </Tooltip.Provider>
  );
}
