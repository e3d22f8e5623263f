import { useLearn } from '../../state/learn';
import { readLink, writeLink } from '../../state/learnLink';
import { useSections } from '../../state/sections';
import { chapters } from './chapters';

const fieldsOf = Object.fromEntries(chapters.map(({ id, fields }) => [id, fields]));

/** Opens what the address asks for, if that is a chapter. */
function follow(): void {
  const link = readLink(location.hash, fieldsOf);
  if (!link) return;
  const chapter = chapters.find(({ id }) => id === link.chapter);
  if (chapter) useLearn.getState().openAt(chapter.id, link.state);
  useLearn.getState().setProblems(link.problems);
  useSections.getState().show('learn');
}

/** The hash of the open chapter at its state. */
export function chapterHash(): string {
  const { chapter, states } = useLearn.getState();
  return writeLink(chapter, fieldsOf[chapter] ?? [], states[chapter] ?? {});
}

function putAddress(address: string): void {
  try {
    history.replaceState(null, '', address);
  } catch {
    // A frame that is cut off from its site may not: the address stays as it is.
  }
}

/** While Learn was opened the address is that of the chapter at its state; a link in the address opens it. Call once. */
export function startLearn(): void {
  const write = () => {
    if (useSections.getState().shown === 'learn') putAddress(chapterHash());
    else if (location.hash.startsWith('#learn')) putAddress(location.pathname + location.search);
  };
  useLearn.subscribe((state, before) => {
    if (state.chapter !== before.chapter || state.states !== before.states) write();
  });
  useSections.subscribe(write);
  addEventListener('hashchange', follow);
  follow();
}
