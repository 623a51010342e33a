/** Words that give a name its meaning: "let x = 5", "where a = 3", "define f(x) = …". */
import { cue } from './compile.ts';

/** Directly before the relation. */
export const defines = cue(
  [
    "\\b(?:let|let's|lets)(?: us| me)?(?: also| now| then| first)?(?: say| denote| define| set| call| put| write| have| represent)?(?: that| the| our)?(?: \\w+){0,2}[ :]*",
    '\\b(?:define|defines|defining|defined as|defined by|denote|denotes|denoting|we denote|denoted by|denoted as|introduce|call|we call|name)(?: the| a| an| our)?(?: new)?(?: \\w+){0,2}(?: by| as)?[ :]*',
    '\\b(?:define|denote|introduce|call)\\b[^,.;]*\\b(?:by|as|be|to be)[ :]*',
    '\\bwhere(?: we| the| each| both)?(?: let| have| set| define| denote)?[ :]*',
    "\\blet(?:'s| us)?\\b[^,.;]*\\b(?:be|denote|equal|represent|by|as|that|is)[ :]*",
    '(?:(?<![假反不])设|令|记|定义|其中|记作|规定)(?:函数|数列|集合)?[^，。；]{0,6}',
  ],
  'end',
);

/** "let" with a verb that computes or looks: nothing is defined. */
export const letsLook =
  /\blet(?:'s| us| me)? (?:also |now |first |then |just )?(?:check|verify|compute|calculate|find|solve|simplify|see|look|consider|try|test|add|subtract|multiply|divide|use|evaluate|start|begin|expand|factor|analy[sz]e|examine|show|prove|rewrite|determine|break|go|get|do|take|plug|substitute|apply|recall|note|work|count|think|combine|move|isolate|square|differentiate|rearrange|convert|estimate|draw|suppose|assume)/u;
