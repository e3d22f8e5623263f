/** What is wrong with a link, and with the page itself. */
export const stateProblems = {
  'learn.unknownChapter': { chapter: 'text', known: 'text' },
  'learn.unknownField': { field: 'text', known: 'text' },
  'learn.outOfRange': { field: 'text', value: 'text', min: 'number', max: 'number' },
  'learn.notAChoice': { field: 'text', value: 'text', choices: 'text' },
  'common.notDrawn': { part: 'text', detail: 'text' },
} as const;

type StateProblems = typeof stateProblems;

declare module '../engine/problem' {
  interface ProblemCodes extends StateProblems {}
}
