/** Probes that try to get out of the sandbox, and what an honest solution gives after them. */
import { ownProbes } from './probes/lib/course.ts';
import { holdsAgainst } from './probes/lib/suite.ts';

holdsAgainst(ownProbes, 'files network processes environment javascript memory outlive'.split(' '));
