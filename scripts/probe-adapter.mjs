/** Exits with 0 when Dawn finds an adapter in this environment. A driver may end the process: hence one of its own. */
import { create } from 'webgpu';

process.exit((await create([]).requestAdapter()) ? 0 : 1);
