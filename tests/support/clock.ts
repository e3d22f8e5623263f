/** The clock of the machine, for what measures itself: no test looks at it but where it stands still (`vi.useFakeTimers`). */
// eslint-disable-next-line no-restricted-properties -- the one place
export const now = (): number => performance.now();
