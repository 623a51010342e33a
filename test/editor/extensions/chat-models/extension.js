// A language model of VS Code that answers by rule. `registerLanguageModelChatProvider` is newer than the types that the project is held to.
const vscode = require('vscode');

const models = [
  { id: 'kind', name: 'Kind Chat' },
  { id: 'spent', name: 'Spent Chat' },
  { id: 'silent', name: 'Silent Chat' },
].map(model => ({
  ...model,
  family: 'rules',
  version: '1',
  maxInputTokens: 8000,
  maxOutputTokens: 1000,
  isUserSelectable: true,
  capabilities: {},
}));

/** Requests that the silent model has. Several come together, and VS Code hides what is said too often in a moment: the first and the last are told of. */
let silent = 0;

exports.activate = context => {
  const provider = {
    provideLanguageModelChatInformation: async () => models,
    provideLanguageModelChatResponse: async (model, messages, _options, progress, token) => {
      const prompt = messages.map(textOf).join('\n');
      if (model.id === 'silent' && prompt.includes('<paragraph_0>')) {
        if (silent++ === 0) void vscode.window.showInformationMessage('Silent Chat thinks.');
        await new Promise(resolve => token.onCancellationRequested(resolve));
        if (--silent === 0) void vscode.window.showInformationMessage('Silent Chat was cancelled.');
        return;
      }
      if (model.id === 'spent' && prompt.includes('<paragraph_0>')) {
        throw vscode.LanguageModelError.Blocked('the quota of this month is used up');
      }
      progress.report(new vscode.LanguageModelTextPart(answerTo(prompt)));
    },
    provideTokenCount: async (_model, text) => Math.ceil((typeof text === 'string' ? text : textOf(text)).length / 4),
  };
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('scripted', provider));
};

function textOf({ content }) {
  return typeof content === 'string' ? content : content.map(part => part.value ?? '').join('');
}

/** As a critic it doubts the first paragraph that says `surely`; of anything else it knows the answer to the problem of a trial. */
function answerTo(prompt) {
  const paragraphs = [...prompt.matchAll(/<paragraph_(\d+)>([\s\S]*?)<\/paragraph_\1>/g)];
  if (paragraphs.length === 0) return '3 rows of 4 are 12 apples, and 12 - 5 = 7. Answer: 7';
  const doubted = paragraphs.find(([, , text]) => text.includes('surely'));
  const index = doubted === undefined ? -1 : Number(doubted[1]);
  const remark = doubted === undefined ? '' : `Paragraph ${index}: nothing is said of why this holds.\n`;
  return `${remark}First wrong paragraph: \\boxed{${index}}`;
}
