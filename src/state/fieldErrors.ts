import { createContext, useContext, useEffect, useId } from 'react';
import { create } from 'zustand';

/** What fields belong to: the button that acts on their values is off while one of them holds none. */
export const FieldsOf = createContext('');
/** The place of the settings and the network. */
export const FORM = 'form';

/** Fields of these places whose text is no value that can be taken, by their ids: what is in force is not what they show. */
const useFieldErrors = create<ReadonlyMap<string, { readonly place: string; readonly label: string }>>()(() => new Map());

/** Says of a field whether it is in error, as long as it is there. */
export function useFieldReport(label: string, isInError: boolean): void {
  const id = useId();
  const place = useContext(FieldsOf);
  useEffect(() => {
    if (!isInError) return;
    useFieldErrors.setState((errors) => new Map(errors).set(id, { place, label }), true);
    return () => useFieldErrors.setState((errors) => new Map([...errors].filter(([other]) => other !== id)), true);
  }, [id, place, label, isInError]);
}

/** The label of a field of this place that is in error; undefined where none is. */
export function useFieldInError(place: string): string | undefined {
  return useFieldErrors((errors) => [...errors.values()].find((error) => error.place === place)?.label);
}
