import { html } from '../lit.js';
import { number, usd } from '../format.js';

/** The models whose price differs from the catalogue's. */
export function priceDrift(rows) {
  return html`
    <section class="card">
      <h2 id="price-drift">Price drift</h2>
      ${rows.length === 0
        ? html`<p class="muted">AIML’s price list and what was billed last agree with the catalogue.</p>`
        : html`
            <p>
              AIML’s prices differ from the catalogue’s. Holds already use the highest of them, so no budget is overspent.
              Set <code>gateway.catalogue.prices</code> to the new prices.
            </p>
            <div class="table" role="region" aria-labelledby="price-drift" tabindex="0">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Model</th>
                    <th scope="col">For</th>
                    <th scope="col" class="number">Catalogue</th>
                    <th scope="col" class="number">AIML’s list</th>
                    <th scope="col" class="number">Billed last</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.map(
                    ({ model, unit, catalogue, listed, billed }) => html`
                      <tr>
                        <th scope="row" dir="auto">${model}</th>
                        <td>${unit === 'token' ? 'the bound for tokens' : unit}</td>
                        ${[catalogue, listed, billed].map((price) => html`<td class="number">${shown(price, unit)}</td>`)}
                      </tr>
                    `,
                  )}
                </tbody>
              </table>
            </div>
          `}
    </section>
  `;
}

/** For tokens, prices are multiples of the bound and no credits. */
function shown(price, unit) {
  if (price === null) {
    return 'not known';
  }
  return unit === 'token' ? `${number(price)} ×` : `${number(price)} credits, ${usd(price)}`;
}
