// Writes the types of the public API from its document. Decimals become `${number}`: text that reads as a number, so
// that an arbitrary string cannot be passed for money.
import { writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'

const document = new URL('../../api/openapi.yaml', import.meta.url)
const target = new URL('../src/lib/api/schema.d.ts', import.meta.url)

const decimalText = ts.factory.createTemplateLiteralType(ts.factory.createTemplateHead(''), [
  ts.factory.createTemplateLiteralTypeSpan(
    ts.factory.createKeywordTypeNode(ts.SyntaxKind.NumberKeyword),
    ts.factory.createTemplateTail(''),
  ),
])
const orNull = ts.factory.createUnionTypeNode([decimalText, ts.factory.createLiteralTypeNode(ts.factory.createNull())])

const ast = await openapiTS(document, {
  transform(schema, { path }) {
    if (path?.endsWith('/schemas/Decimal')) return decimalText
    if (path?.endsWith('/schemas/NullableDecimal')) return orNull
    return undefined
  },
})
await writeFile(target, astToString(ast))
