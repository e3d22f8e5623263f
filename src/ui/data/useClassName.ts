import { useWords } from '../../i18n';

/** Says a class in the language of the page; a name from a file that no dictionary has stays as it is. */
export function useClassName(): (name: string) => string {
  const word = useWords();
  return (name) => word(`data:classes.${name}`) ?? name;
}
