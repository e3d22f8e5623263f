import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLiveSettings } from './state/form';
import { startKeeping } from './state/keeping';
import { startAsking } from './state/leaving';
import { startPreferences } from './state/preferences';
import { startSession } from './state/session';
import { App } from './ui/App';
import { Guard } from './ui/frame/Guard';
import { startLearn } from './ui/learn/startLearn';
import './ui/theme/tokens.css';
import './ui/theme/base.css';

startPreferences();
startLiveSettings();
startLearn();
startKeeping();
startAsking();
startSession();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <Guard of="page">
      <App />
    </Guard>
  </StrictMode>,
);
