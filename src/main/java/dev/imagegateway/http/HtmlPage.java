package dev.imagegateway.http;

/** The frame of the gateway's few pages. It loads nothing, as its content security policy requires. */
final class HtmlPage {

    private HtmlPage() {}

    /**
     * Returns a page.
     *
     * @param title plain text
     * @param body HTML
     */
    static String of(String title, String body) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
            code { font-size: 1.1em } h1 { line-height: 1.2 } dt { font-weight: 600; margin-top: 1rem } dd { margin: 0 }
            pre { overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: .25rem } pre code { font-size: 1em }
            </style>
            </head>
            <body>
            %2$s
            </body>
            </html>
            """.formatted(title, body);
    }
}
