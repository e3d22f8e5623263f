/** What the worker cannot do for the page, and the page not hand to it. */
export const workerProblems = {
  'evaluation.noNetwork': {},
  'evaluation.notFinite': { step: 'number' },
  'inside.noNetwork': {},
  'inside.notAPicture': { file: 'text' },
  'inside.noCanvas': {},
  'inside.noCamera': {},
  'inside.cameraRefused': {},
  'inside.cameraFailed': { detail: 'text' },
} as const;

type WorkerProblems = typeof workerProblems;

declare module '../engine/problem' {
  interface ProblemCodes extends WorkerProblems {}
}
