/** Words that open or end a part of the argument in which something is assumed. */
import { cue } from './compile.ts';

/** "Case 2", "Case (ii)", "Subcase 1": the assumption holds until the next case. */
export const opensCase =
  /^\W*(?:sub-?)?case\s+(?:\(?[\divx]+\)?|one|two|three|four|[a-d])\b|^\W*(?:情况|情形)[一二三四\d]|^\W*[①②③④]/iu;

export const opensContradiction =
  /\b(?:for (?:the sake of )?(?:a )?contradiction|by contradiction|on the contrary|towards? a contradiction|contrary to)\b|反证|反设|假设不/iu;

export const opensInduction =
  /\b(?:inductive|induction) (?:hypothesis|step|assumption)\b|\b(?:use|using|by|with) (?:mathematical |strong |complete )?induction\b|\binduction on\b|归纳假设|归纳法/iu;

/** A contradiction was reached, and what was assumed is gone. */
export const closesContradiction =
  /\b(?:which is a contradiction|a contradiction|contradiction[.!]|contradicts|contradicting|absurd|this is impossible|contradictory)\b|矛盾/iu;

/** The cases are behind: everything is gathered. */
export const gathers =
  /\b(?:in (?:both|all|either|any|each) (?:of (?:the|these) )?cases?|combining (?:the|these|both|all)|overall|altogether|in total|all (?:the )?cases|final answer|in conclusion|to conclude|(?:the|our) (?:\w+ )?(?:solutions?|answers?) (?:is|are)|adding (?:up )?(?:the|these|all)|\\boxed|summing (?:up )?(?:the|these))\b|综上|总之|因此答案/iu;

/** Before rows that hold side by side and do not follow from each other. */
export const listsRelations =
  /\b(?:system|equations|conditions|constraints|congruences|inequalities|relations|following|values|cases|identities|roots|solutions|both|each|respectively|two|three|four)\b|方程组|条件|以下/iu;

/** Right before a relation that says where something holds: "negative for all $x > 3$", "the least value at $x \in …$". */
export const saysWhere =
  /\b(?:at|for|on|over|in|inside|within|outside|when|whenever|if|iff|where|with|range|interval|region|domain|set|condition|points?|values?)(?: (?:all|every|each|any|some|both|the|points?|values?|intervals?|range|region|only))*[ :(]*$/u;

/** "… is zero at $x = 7$, $x \in [8, 9]$": one place after the other. */
export const listsPlaces = cue(['(?:[a-z]+ ){2,}(?:at|for|on|in|when|where) ∎(?:,| and|, and| or|, or) ?'], 'end');
