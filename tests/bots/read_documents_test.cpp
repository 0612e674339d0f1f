#include "bots/read_documents.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "bots/samples.hpp"

namespace robson::bots {
namespace {
using testing::HasSubstr;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(ReadDocuments, positions_are_read_to_the_last_digit) {
  auto position = sample_position();
  position.asgard.collateral_usd = "15000.123456789012"_d;
  const auto read = read_positions(positions_text({position, sample_position("p2")})).value();
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read.at("p1").asgard.collateral_usd, "15000.123456789012"_d);
}

TEST(ReadDocuments, members_that_we_do_not_know_are_passed_over) {
  const std::string text = replaced(positions_text({sample_position()}), "\"asset\"", "\"new\":[{}],\"asset\"");
  EXPECT_TRUE(read_positions(text));
}

TEST(ReadDocuments, what_is_wrong_is_named) {
  const std::string good = positions_text({sample_position()});
  const auto fault = [](const std::string& text) { return read_positions(text).error(); };
  EXPECT_THAT(fault(replaced(good, "\"leverage\":3", "\"leverage\":true")), HasSubstr("p1: leverage"));
  EXPECT_THAT(fault(replaced(good, "\"status\":\"open\"", "\"status\":\"ajar\"")), HasSubstr("status"));
  EXPECT_THAT(fault(replaced(good, "\"deployed_usd\":5000", "\"deployed_usd\":1e9")), HasSubstr("deployed_usd"));
  EXPECT_THAT(fault(replaced(good, "\"position_id\":\"p1\"", "\"position_id\":\"p2\"")), HasSubstr("position_id"));
  EXPECT_THAT(fault(replaced(good, "\"sizing\"", "\"sizes\"")), HasSubstr("sizing"));
  EXPECT_THAT(fault("[]"), HasSubstr("object"));
  EXPECT_FALSE(read_positions(good.substr(0, good.size() / 2)));
  EXPECT_FALSE(read_positions("<html>"));
  EXPECT_FALSE(read_positions(""));
}

TEST(ReadDocuments, amounts_stay_where_sums_and_products_of_them_fit) {
  const std::string good = positions_text({sample_position()});
  EXPECT_TRUE(read_positions(replaced(good, "\"size\":-100", "\"size\":-1000000000000")));
  EXPECT_THAT(read_positions(replaced(good, "\"size\":-100", "\"size\":-1000000000000.1")).error(),
              HasSubstr("hyperliquid.size: too large"));
}

TEST(ReadDocuments, names_and_texts_are_bounded) {
  auto position = sample_position();
  position.protocol = std::string(1001, 'x');
  EXPECT_THAT(read_positions(positions_text({position})).error(), HasSubstr("protocol: too long"));
  for (const std::string& id : {std::string(), std::string("a b"), std::string("../x"), std::string(65, 'a')}) {
    EXPECT_FALSE(read_positions(positions_text({sample_position(id)}))) << id;
  }
  std::vector<bot_api::Position> many;
  for (int i = 0; i < 1001; ++i) many.push_back(sample_position("p" + std::to_string(i)));
  EXPECT_FALSE(read_positions(positions_text(many)));
  EXPECT_FALSE(read_positions(positions_text({sample_position(), sample_position()})));
}

TEST(ReadDocuments, an_event_of_a_type_that_we_do_not_know_is_passed_over_and_counted) {
  const std::string known = as_bot_text(sample_event(4));
  const std::string later = replaced(as_bot_text(sample_event(5)), "position_opened", "position_teleported");
  const auto page = read_events("{\"events\":[" + known + "," + later + "],\"newest\":9}").value();
  EXPECT_EQ(page.events.size(), 1U);
  EXPECT_EQ(page.last, 5);
  EXPECT_EQ(page.newest, 9);
  EXPECT_FALSE(read_event(later).value().event);
}

TEST(ReadDocuments, events_that_go_back_are_no_page) {
  const auto page = [](int first, int second, int newest) {
    return read_events("{\"events\":[" + as_bot_text(sample_event(first)) + "," + as_bot_text(sample_event(second)) +
                       "],\"newest\":" + std::to_string(newest) + "}");
  };
  EXPECT_TRUE(page(1, 2, 2));
  EXPECT_FALSE(page(2, 1, 2));
  EXPECT_FALSE(page(2, 2, 2));
  EXPECT_FALSE(page(1, 2, 1));
  EXPECT_FALSE(page(0, 2, 2));
}

TEST(ReadDocuments, the_data_of_an_event_is_an_object) {
  const std::string event = as_bot_text(sample_event(4));
  EXPECT_EQ(read_event(replaced(event, "{}", "{\"a\": 1.50}")).value().event->data.text, "{\"a\":1.50}");
  EXPECT_FALSE(read_event(replaced(event, "{}", "[1]")));
}

// Nothing that a bot can say is more than a fault.
RC_GTEST_PROP(ReadDocuments, no_mutilated_answer_does_harm, ()) {
  std::string text = positions_text({sample_position()});
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const auto what = *rc::gen::inRange(0, 3);
    if (what == 0) text.resize(at);
    if (what == 1) text[at] = *rc::gen::arbitrary<char>();
    if (what == 2)
      text.insert(at,
                  *rc::gen::element<std::string>("null", "[", "{", "-1e400", "\"\\ud800\"", "99999999999999999999"));
  }
  const auto read = read_positions(text);
  if (!read) RC_ASSERT(!read.error().empty());
}

}  // namespace
}  // namespace robson::bots
