/** From messages to tokens: the file's own chat template, with what people wrote kept apart from its control tokens. */
import { Template } from '@huggingface/jinja';
import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Message } from '../../../core/model/language-model.ts';

/** For files without a template. */
const plainTemplate = "{% for message in messages %}{{ message['content'] + '\\n\\n' }}{% endfor %}";

/** Stand for the messages' texts while the template is filled in; from the private use area, so that no template says them itself. */
const mark = (index: number): string => `\uE0F0${index}\uE0F1`;
const marks = /\uE0F0(\d+)\uE0F1/;

export interface Prompts {
  /** The conversation up to where the assistant's text begins; at least one token. */
  tokens(messages: readonly Message[]): readonly Token[];
  /** Text that follows what is there already. Control tokens in it are plain text. */
  continuation(text: string): readonly Token[];
}

export function promptsOf(model: LlamaModel): Prompts {
  const source = model.fileInfo.metadata.tokenizer?.chat_template;
  const template = new Template(typeof source === 'string' && source !== '' ? source : plainTemplate);
  const { bos, eos, bosString, eosString, shouldPrependBosToken } = model.tokens;

  const render = (messages: readonly Message[]): string =>
    template.render({
      messages: messages.map(({ role, content }) => ({ role, content })),
      add_generation_prompt: true,
      bos_token: bosString ?? '',
      eos_token: eosString ?? '',
    });

  const continuation = (text: string): readonly Token[] => model.tokenize(text, false, 'trimLeadingSpace');

  return {
    tokens(messages) {
      const tokens = pieces(render, messages).flatMap(({ text, written }) =>
        written ? continuation(text) : model.tokenize(text, true, 'trimLeadingSpace'),
      );
      const first = bos ?? eos;
      const opens = shouldPrependBosToken && bos !== null && tokens[0] !== bos;
      return first !== null && (opens || tokens.length === 0) ? [first, ...tokens] : tokens;
    },
    continuation,
  };
}

interface Piece {
  readonly text: string;
  /** A message's text, not the template's. */
  readonly written: boolean;
}

/** A template that drops, repeats or looks into its messages is filled in with them and taken as it comes. */
function pieces(render: (messages: readonly Message[]) => string, messages: readonly Message[]): readonly Piece[] {
  const split = render(messages.map(({ role }, index) => ({ role, content: mark(index) }))).split(marks);
  const named = split.filter((_, index) => index % 2 === 1);
  const each = named.length === messages.length && named.every((name, index) => Number(name) === index);
  if (!each) return [{ text: render(messages), written: false }];
  return split.map((text, index) =>
    index % 2 === 1 ? { text: messages[Number(text)]?.content ?? '', written: true } : { text, written: false },
  );
}
