#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "storage/fixture.hpp"
#include "storage/session.hpp"
#include "storage/sqlite.hpp"

namespace robson::storage {
namespace {

Decimal any_decimal() {
  const auto high = *rc::gen::inRange<std::int64_t>(-4'000'000, 4'000'000);
  const auto low = *rc::gen::arbitrary<std::uint32_t>();
  const auto shift = *rc::gen::inRange(0, 50);
  return Decimal::from_units((static_cast<Int128>(high) << shift) + low);
}

RC_GTEST_PROP(DecimalOrder, texts_compare_as_their_values, ()) {
  const Decimal a = any_decimal();
  const Decimal b = any_decimal();
  const int order = sqlite::compare_decimal_texts(a.text(), b.text());
  RC_ASSERT(order == (a < b ? -1 : a > b ? 1 : 0));
}

RC_GTEST_PROP(DecimalOrder, the_database_sorts_a_column_by_value, ()) {
  support::TemporaryDirectory directory;
  auto session = sqlite::open(directory / "order.db", sqlite::Access::read_write);
  RC_ASSERT(session.has_value());
  (*session)->run_text("begin");
  (*session)->run_text("create table amounts (amount text collate decimal)");
  std::vector<Decimal> values;
  for (int i = 0; i < 20; ++i) values.push_back(any_decimal());
  for (const Decimal value : values) (*session)->run("insert into amounts values (:amount)", value);
  std::vector<Decimal> sorted;
  Decimal value;
  (*session)->each("select amount from amounts order by amount", into(value), [&] { sorted.push_back(value); });
  std::sort(values.begin(), values.end());
  RC_ASSERT(sorted == values);
}

TEST(DecimalOrder, is_total_over_texts_that_are_no_decimals) {
  const std::vector<std::string> ordered = {"", "abc", "nan", "-20.25", "-3", "0", "9.5", "10", "10.000000000001"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      EXPECT_EQ(sqlite::compare_decimal_texts(ordered[i], ordered[j]), i < j ? -1 : i > j ? 1 : 0) << i << " " << j;
    }
  }
}

struct DecimalColumn : StorageTest {
  Tenant tenant = new_client("one");
};

TEST_F(DecimalColumn, keeps_what_a_double_would_lose) {
  using namespace literals;
  auto operation = operation_one();
  operation.quantity = {"123456789012345.123456789013"_d};
  operation.realized_pnl = {"-0.000000000001"_d};
  const auto id = write([&](Session& s) { return insert_operation(s, tenant, operation); });
  ASSERT_TRUE(id) << id.error().text;
  const auto back = read([&](Session& s) { return find_operation(s, tenant, *id); });
  EXPECT_EQ((*back)->quantity.value.text(), "123456789012345.123456789013");
  EXPECT_EQ((*back)->realized_pnl.value.text(), "-0.000000000001");
}

TEST_F(DecimalColumn, a_text_that_is_no_decimal_is_an_error_and_never_zero) {
  ASSERT_TRUE(write([](Session& s) { s.run("create table odd (amount text)"); }));
  ASSERT_TRUE(write([](Session& s) { s.run("insert into odd values ('12,5')"); }));
  const auto failed = read([](Session& s) {
    Decimal amount;
    s.first("select amount from odd", into(amount));
    return amount;
  });
  EXPECT_FALSE(failed);
}

}  // namespace
}  // namespace robson::storage
