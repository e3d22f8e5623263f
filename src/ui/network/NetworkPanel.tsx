import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import { FieldsOf, FORM } from '../../state/fieldErrors';
import { useNetwork } from '../../state/network';
import { Notice, Panel } from '../controls';
import { LayerList } from './LayerList';
import { ListProblem } from './ListProblem';
import styles from './NetworkPanel.module.css';
import { Summary } from './Summary';
import { Toolbar } from './Toolbar';

/** The network form: the layers, their options and figures, and what they add up to. */
export function NetworkPanel() {
  const { t } = useTranslation('model');
  return (
    <Panel title={t('title')} actions={<Toolbar />} scrolls className={styles.panel}>
      <div className={styles.form}>
        <Refused />
        <FieldsOf value={FORM}>
          <LayerList />
        </FieldsOf>
        <ListProblem />
        <Summary />
      </div>
    </Panel>
  );
}

/** Says why a model was not taken, the one kept from the last visit or a file. */
function Refused() {
  const { t } = useTranslation('model');
  const problemText = useProblemText();
  const refused = useNetwork((state) => state.refused);
  const dismiss = useNetwork((state) => state.dismissRefused);
  if (!refused) return null;
  const { origin, problem } = refused;
  const text = problemText(problem);
  return (
    <Notice tone={origin === 'file' ? 'error' : 'warn'} title={t(origin === 'file' ? 'file.refused' : 'file.keptRefused')} onDismiss={dismiss}>
      {problem.path === undefined ? text : t('file.at', { path: problem.path, text })}
    </Notice>
  );
}
