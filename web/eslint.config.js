import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

// Imports point one way: app -> features -> components and lib. Features do not know each other.
const features = ['session', 'positions', 'market', 'account', 'trade', 'operations', 'orders', 'risk', 'settings', 'bots', 'botConfig', 'access', 'audit', 'signals', 'performance']
const forbid = (...group) => ({ 'no-restricted-imports': ['error', { patterns: [{ group, message: 'Imports point app -> features -> components, lib; features do not know each other.' }] }] })

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'src/lib/api/schema.d.ts', 'test-results', 'playwright-report'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    extends: [jsxA11y.flatConfigs.strict],
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-globals': ['error', { name: 'parseFloat', message: 'Money is exact: use lib/decimal.' }],
      'no-restricted-properties': ['error', { object: 'Number', property: 'parseFloat', message: 'Money is exact: use lib/decimal.' }],
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.property.name='toLocaleString']", message: 'Figures are written by lib/format.' },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'No markup from strings.' },
      ],
      'no-console': ['error', { allow: ['error'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['src/lib/**'], rules: forbid('@/app/*', '@/features/*', '@/components/*') },
  { files: ['src/components/**'], rules: forbid('@/app/*', '@/features/*') },
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: forbid('@/app/*', ...features.filter((other) => other !== feature).map((other) => `@/features/${other}/*`)),
  })),
)
