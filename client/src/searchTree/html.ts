/** The frame of the page: it may load its own script and style, and nothing else from anywhere. */
import { Uri, type Webview } from 'vscode';

export function pageFolder(extension: Uri): Uri {
  return Uri.joinPath(extension, 'dist', 'view');
}

export function htmlOf(webview: Webview, extension: Uri): string {
  const address = (file: string): string => webview.asWebviewUri(Uri.joinPath(pageFolder(extension), file)).toString();
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address('searchTree.css')}">
<title>Search tree</title>
</head>
<body>
<script nonce="${nonce}" src="${address('searchTree.js')}"></script>
</body>
</html>`;
}
