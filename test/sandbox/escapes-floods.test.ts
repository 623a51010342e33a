/** Floods, break-downs and what other solutions leave behind: a file of its own, so that it runs beside the other probes. */
import { ownProbes } from './probes/lib/course.ts';
import { holdsAgainst } from './probes/lib/suite.ts';

holdsAgainst(ownProbes, 'floods breakdowns secrets late'.split(' '));
