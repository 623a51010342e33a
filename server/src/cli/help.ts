/** What `stepwise --help` prints. docs/cli.md says the same at length. */
export const help = `Stepwise checks mathematics step by step.

usage: stepwise check [FILES|FOLDERS|-] [options]    check every step
       stepwise run [FILES|FOLDERS|-] [options]      run the Python code of the steps, and tell what came of it
       stepwise search [FILES|-] [options]           what could come next: look ahead from the last step
       stepwise solve FILE|"PROBLEM"|- [options]     solve a problem, or go on with a solution, to the end
       stepwise models [--json]                      which models are set up, and what runs on this machine
       stepwise models get                           fetch the model that runs on this machine (1.1 GB)
       stepwise models try MODEL                     ask a model a small problem, and tell what it can do
       stepwise bench processbench FILES [options]   how well steps are judged, on solutions with labels (JSON lines)
       stepwise bench solve FILES [options]          how many problems each strategy solves, and at what cost (JSON lines)

       stepwise calibrate FILES --reward METHOD      what the scores mean as probabilities, and which are worth a warning
       stepwise fit-reward FILES --model GGUF -o FILE  train the embedded reward model over a model from a file

  FILES           Markdown (.md), LaTeX (.tex) or .steps files; a folder stands for all such files in it
  -               standard input, also where no file is named
  MODEL           a name of your file of models, gguf:PATH, gguf (the one of "models get"), or http://host:port/v1#model

check, run, search, solve:
  --language LANGUAGE markdown, latex or steps: for standard input (default markdown) and files of another name
  --whole-file        Markdown: read all mathematics, not only what a heading marks as a solution

check:
  --format FORMAT     text (default), json or sarif
  --quiet             text: print only the steps that have a finding
  --code              run the code of the steps too: a failed check refutes its step
  --settle            ask SymPy about what the instant checks leave open
  --reward METHOD[:MODEL]  have a model score the steps that no evidence settles: auto, pooling, labels,
                      decisions, critic, code-critic, rollouts, ppm, whole; bench also takes evidence

run, search, solve, models, models try, bench:
  --json              print one JSON object

search, solve:
  --step K            go on after step K instead of the last; 0 goes on from the problem
  --seconds S         look ahead for so long, for each solution (default 20; solve 120)
  --html FILE         write the search trees as a page

search:
  --policy MODEL      a model proposes steps beside the symbolic moves
  --reward METHOD[:MODEL]  who judges what the model proposes (see check); without it the checks do
  --form FORM         code or plain; by default code where the solution has Python

solve, bench solve:
  --strategy NAME     mcts (default), beam, best-of-n, majority or greedy; bench takes several: mcts:code,mcts:plain,greedy
  --policy MODEL      who proposes steps: a model, or symbolic (default; needs no model)
  --reward METHOD[:MODEL]  who judges them (see check); without it their checks and the agreement of answers do
  --form FORM         a model's steps: code (default; sentence and Python, which is run) or plain
  --tokens N, --nodes N    stop where so many tokens were read and written (bench: written), or so many nodes made, for each problem
  -n N                candidates for a step (default 3, search 4; symbolic 5), or solutions (best-of-n, majority: default 8)
  --temperature T     of the model (also search; default 0.8)
  --parallel N        requests in flight together (default 4; 1 with symbolic moves alone)
  --answer ANSWER     solve: what the answer is known to be
  --tree FILE         solve: write the search trees as JSON
  --journal FILE      solve, mcts: write the search down as it goes; a run that was stopped goes on from there

bench, calibrate, fit-reward:
  --sample N          so many items of each file, drawn by the seed
  --results FILE      write each item down when it is done; a run that was stopped goes on from there
                      (fit-reward does so in the cache folder by itself)
  --threshold P       bench: a step below it counts as wrong (default 0.5)
  --output FILE, -o   fit-reward: where the weights are written
  --policy MODEL      rollouts: the model that writes them

with models:
  --model MODEL       the model of --reward, where that names none
  --votes N           answers of a critic, or rollouts of a step (default 4)
  --seed N            for what is drawn at random (default 1)
  --tokens-per-day N  stop where models of servers have used so many today (default no limit)
  --money-per-day USD stop where they have cost so much today, by the prices in your file of models
  --record FILE       write all that is asked and answered to a file, and answer from it what it holds
  --replay FILE       answer from the file alone
  STEPWISE_API_KEY, STEPWISE_API_KEY_<HOST>: keys of servers, in the environment

where code runs:
  --time-limit S      seconds that the code of a step may take (default 5)
  --memory-limit MB   memory that it may use (default 256)
  --output-limit KB   what it may print (default 64)
  --python PATH       run it with your own Python instead of the sandbox: then it can do all that you can

  --help, --version

exit code of check: 0 nothing found, 1 a step was flagged (error or warning)
exit code of run:   0 all code ran and no check failed, 1 a check failed, or code raised an error or was stopped
exit code of search: 0 a step was found for every solution, 1 not for all
exit code of solve: 0 every problem was solved to an end, 1 not all were
exit code of models try: 0 the model answered, 1 it did not
all:                2 wrong usage, a file that could not be read, no Python or no model that was asked for;
                    130 interrupted
`;
