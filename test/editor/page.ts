/** A VS Code window in Chromium, driven as a person would: mouse, keys, and what is to be seen. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const outFolder = fileURLToPath(new URL('./out/', import.meta.url));
const limitMs = 30_000;
const openLimitMs = 90_000;

/** One squiggle as it is to be seen: the characters it stands under. */
export interface Squiggle {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
}

export async function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export class EditorWindow {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /**
   * Opens a folder and one of its files, and waits until the file's text is to be seen and the extension has shown itself.
   * @param prepare what is done to the page before it goes anywhere
   * @throws with a screenshot's path when that does not happen in time
   */
  static async open(
    browser: Browser,
    serverUrl: string,
    folder: string,
    file: string,
    prepare: (page: Page) => Promise<unknown> = async () => undefined,
  ): Promise<EditorWindow> {
    const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
    await prepare(page);
    const window = new EditorWindow(page);
    await page.goto(workbenchUrl(serverUrl, folder, [['openFile', remoteUri(serverUrl, `${folder}/${file}`)]]));
    await window.waitFor(
      'the text of the file',
      () => page.locator('.monaco-editor .view-line').first().isVisible(),
      openLimitMs,
    );
    return window;
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** Waits until the check holds; the failure says what was waited for, the last value, and where the screenshot is. */
  async waitFor<T>(what: string, check: () => Promise<T>, limit = limitMs): Promise<T> {
    const until = Date.now() + limit;
    let last: unknown;
    for (;;) {
      try {
        const value = await check();
        if (value) return value;
        last = value;
      } catch (error) {
        last = error;
      }
      if (Date.now() > until) break;
      await this.page.waitForTimeout(150);
    }
    const picture = await this.screenshot(`failed-${what.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}`);
    throw new Error(`waited ${limit} ms for ${what}; last: ${String(last)}; screenshot: ${picture}`);
  }

  /** Saves what is to be seen as test/editor/out/NAME.png and gives the path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(outFolder, { recursive: true });
    const path = `${outFolder}${name}.png`;
    await this.page.screenshot({ path });
    return path;
  }

  /** The text of the extension's status bar item, with its icons left out; undefined when there is none. */
  async statusBar(): Promise<string | undefined> {
    const item = this.page.locator('.statusbar-item[id^="stepwise"]').first();
    if (!(await item.isVisible())) return undefined;
    return plain(await item.innerText());
  }

  async clickStatusBar(): Promise<void> {
    await this.page.locator('.statusbar-item[id^="stepwise"]').first().click();
  }

  /** Every squiggle in view with the exact characters above it, top to bottom. */
  async squiggles(): Promise<readonly Squiggle[]> {
    const found = await this.page.evaluate(readSquiggles);
    return found.map(({ severity, text }) => ({ severity, text: plain(text) }));
  }

  /** Waits until exactly these squiggles are to be seen. */
  async waitForSquiggles(expected: readonly Squiggle[]): Promise<void> {
    const wanted = JSON.stringify(expected);
    let seen = '';
    try {
      await this.waitFor(`squiggles ${wanted}`, async () => {
        seen = JSON.stringify(await this.squiggles());
        return seen === wanted;
      });
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}\nwanted ${wanted}\nseen   ${seen}`);
    }
  }

  /** Rests the mouse on the text's first character and gives the hover's text. */
  async hover(text: string): Promise<string> {
    const content = this.page.locator('.monaco-resizable-hover:visible, .monaco-hover:not(.hidden):visible').first();
    return this.waitFor(`a hover over "${text}"`, async () => {
      // The mouse must come from elsewhere, or no hover starts.
      await this.page.mouse.move(5, 5);
      const place = await this.placeOf(text);
      await this.page.mouse.move(place.x + 3, place.y + 3);
      await this.page.mouse.move(place.x + 4, place.y + 4);
      await content.waitFor({ state: 'visible', timeout: 4000 });
      await this.page.waitForTimeout(600);
      return plain(await content.innerText());
    });
  }

  /** The code lenses in view, top to bottom, those of one line joined by ` | `; without their icons. */
  async lenses(): Promise<readonly string[]> {
    return (await this.page.evaluate(readLenses)).map(plain);
  }

  /** Clicks a code lens by its title, the nth from the top. */
  async clickLens(title: string, nth = 0): Promise<void> {
    const lens = this.page.locator('.editor-instance .codelens-decoration a').filter({ hasText: title }).nth(nth);
    await lens.waitFor({ state: 'visible', timeout: limitMs });
    await lens.click();
  }

  /** What stands behind lines without being text of the document, top to bottom: `text of the line → what is behind it`. */
  async behindLines(): Promise<readonly string[]> {
    return (await this.page.evaluate(readBehindLines)).map(plain);
  }

  /** Puts the cursor before the text by a click. */
  async putCursor(text: string): Promise<void> {
    const place = await this.placeOf(text);
    await this.page.mouse.click(place.x + 2, place.y + 4);
  }

  /** The titles of the code actions offered at the text. */
  async codeActions(text: string): Promise<readonly string[]> {
    const rows = await this.openCodeActions(text);
    const titles = await rows.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return titles.map(plain);
  }

  /** Applies the code action whose title fits. */
  async applyCodeAction(text: string, title: RegExp): Promise<void> {
    const rows = await this.openCodeActions(text);
    const row = rows.filter({ hasText: title }).first();
    if ((await row.count()) === 0) {
      throw new Error(
        `no code action like ${title} at "${text}"; there are ${JSON.stringify(await rows.allInnerTexts())}`,
      );
    }
    await row.click();
  }

  private async openCodeActions(text: string): Promise<Locator> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await this.waitFor(`code actions at "${text}"`, async () => {
      await this.page.keyboard.press('Escape');
      await this.putCursor(text);
      await this.page.keyboard.press('Control+.');
      await rows.first().waitFor({ state: 'visible', timeout: 3000 });
      return true;
    });
    return rows;
  }

  /** The rows of the Problems panel, which is opened first; without the row that names the file. */
  async problems(): Promise<readonly string[]> {
    const panel = this.page.locator('.markers-panel');
    await this.waitFor('the Problems panel', async () => {
      if (await panel.isVisible()) return true;
      await this.page.keyboard.press('Control+Shift+M');
      await panel.waitFor({ state: 'visible', timeout: 3000 });
      return true;
    });
    const rows = panel.locator('.monaco-list-row:has(.marker-icon)');
    return (await rows.allInnerTexts()).map(plain);
  }

  /** Runs a command by its title through the command palette. */
  async runCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    await this.waitFor(`the command ${title}`, async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await input.waitFor({ state: 'visible', timeout: 3000 });
      // Filling at once loses no letter, as typing does right after F1.
      await input.fill(`>${title}`);
      const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
      await row.waitFor({ state: 'visible', timeout: 3000 });
      await row.click({ timeout: 3000 });
      return true;
    });
  }

  /** Chooses an entry of the list that is open at the top. */
  async pick(label: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();
    await row.waitFor({ state: 'visible', timeout: limitMs });
    await row.click();
  }

  /** Types into the input that is open at the top, and accepts. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor({ state: 'visible', timeout: limitMs });
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The rows of the list that is open at the top: label and description. */
  async choices(): Promise<readonly string[]> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    return (await rows.allInnerTexts()).map(plain);
  }

  /** Waits for a dialog and gives its text. */
  async dialog(limit = limitMs): Promise<string> {
    const box = this.page.locator('.monaco-dialog-box').first();
    await box.waitFor({ state: 'visible', timeout: limit });
    return plain(await box.innerText());
  }

  /** Presses a button of the dialog by its label. */
  async chooseInDialog(label: string): Promise<void> {
    const box = this.page.locator('.monaco-dialog-box').first();
    const asked = await box.innerText();
    await box.locator('.monaco-button').filter({ hasText: label }).first().click();
    // The next dialog may be there before this one was seen to go.
    await this.waitFor(
      `the end of the dialog with ${label}`,
      async () => !(await box.isVisible()) || (await box.innerText({ timeout: 1000 })) !== asked,
    );
  }

  /** The texts of the notifications that are to be seen. */
  async notifications(): Promise<readonly string[]> {
    const texts = await this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
    return texts.map(plain);
  }

  /** Opens a further file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    await this.waitFor(`the file ${name}`, async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+P');
      await input.waitFor({ state: 'visible', timeout: 3000 });
      await input.fill(name);
      const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first();
      await row.waitFor({ state: 'visible', timeout: 3000 });
      await row.click();
      await this.page.locator('.tab.active').filter({ hasText: name }).first().waitFor({ timeout: 3000 });
      return true;
    });
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 25 });
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** The lines in view, top to bottom. */
  async lines(): Promise<readonly string[]> {
    return (await this.page.evaluate(readLines)).map(line => line.replaceAll('\u00a0', ' '));
  }

  /** The first character of the text among the lines in view. */
  private async placeOf(text: string): Promise<{ readonly x: number; readonly y: number }> {
    const place = await this.page.evaluate(findText, text);
    if (place === undefined) throw new Error(`"${text}" is not in view`);
    return place;
  }
}

/** The address of the workbench with a folder open and the payload's keys set. */
export function workbenchUrl(
  serverUrl: string,
  folder: string,
  payload: readonly (readonly [string, string])[],
): string {
  return `${serverUrl}?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** A file as the page names it. */
export function remoteUri(serverUrl: string, path: string): string {
  return `vscode-remote://${new URL(serverUrl).host}${path}`;
}

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
}

// The functions below run in the page: they use nothing from outside themselves.

function readLines(): string[] {
  return [...document.querySelectorAll<HTMLElement>('.editor-instance .monaco-editor .view-line')]
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map(line => line.textContent ?? '');
}

function readLenses(): string[] {
  return [...document.querySelectorAll<HTMLElement>('.editor-instance .monaco-editor .codelens-decoration')]
    .filter(lens => lens.getBoundingClientRect().height > 0)
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map(lens => [...lens.querySelectorAll('a')].map(part => (part.textContent ?? '').trim()).join(' | '));
}

function readBehindLines(): string[] {
  const lines = [...document.querySelectorAll<HTMLElement>('.editor-instance .monaco-editor .view-line')];
  lines.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  return lines.flatMap(line => {
    const behind = [...line.querySelectorAll('span')]
      .map(span => getComputedStyle(span, '::after').content)
      .filter(content => content.startsWith('"') && content.length > 2)
      .map(content => content.slice(1, -1).replaceAll('\\"', '"'));
    return behind.map(text => `${line.textContent ?? ''} → ${text}`);
  });
}

function findText(wanted: string): { x: number; y: number } | undefined {
  for (const line of document.querySelectorAll<HTMLElement>('.editor-instance .monaco-editor .view-line')) {
    const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted);
    if (start < 0) continue;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (start < before + length) {
        const range = document.createRange();
        range.setStart(node, start - before);
        range.setEnd(node, start - before + 1);
        const box = range.getBoundingClientRect();
        return { x: box.left, y: box.top };
      }
      before += length;
    }
  }
  return undefined;
}

function readSquiggles(): { severity: 'error' | 'warning' | 'info'; text: string }[] {
  const lines = [...document.querySelectorAll<HTMLElement>('.editor-instance .monaco-editor .view-line')];
  const found: { severity: 'error' | 'warning' | 'info'; text: string; top: number; left: number }[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    for (const mark of document.querySelectorAll<HTMLElement>(
      `.editor-instance .monaco-editor .squiggly-${severity}`,
    )) {
      const box = mark.getBoundingClientRect();
      if (box.width === 0) continue;
      const middle = box.top + box.height / 2;
      const line = lines.find(candidate => {
        const place = candidate.getBoundingClientRect();
        return place.top <= middle && middle <= place.bottom;
      });
      let text = '';
      const walker = line === undefined ? undefined : document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker?.nextNode() ?? null; node !== null; node = walker?.nextNode() ?? null) {
        for (let i = 0; i < (node.textContent?.length ?? 0); i++) {
          const range = document.createRange();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          const place = range.getBoundingClientRect();
          const centre = place.left + place.width / 2;
          if (place.width > 0 && box.left <= centre && centre <= box.right) text += node.textContent?.[i] ?? '';
        }
      }
      found.push({ severity, text, top: box.top, left: box.left });
    }
  }
  found.sort((a, b) => a.top - b.top || a.left - b.left);
  return found.map(({ severity, text }) => ({ severity, text }));
}
