#include "routes/feed_message.hpp"

#include <gtest/gtest.h>

#include "json/msgpack.hpp"
#include "routes/feed_http.hpp"

namespace robson::routes {
namespace {

Result<FeedMessage, FeedFault> read(std::string_view text) {
  return feed_message(json::parse(text).value());
}
// "CODE field", or the whole text when no field is at fault.
std::string trouble(std::string_view text) {
  const auto message = read(text);
  if (message) return "none";
  const FeedFault& fault = message.error();
  return fault.code + " " + (fault.field.empty() ? fault.text : fault.field);
}

TEST(FeedMessage, subscribe_names_channels_symbols_and_where_to_resume) {
  const auto message =
      read(R"({"action":"subscribe","channels":["positions","prices"],"symbols":["btcusdc"],"last_seq":41,"epoch":7})");
  const auto& wanted = std::get<Subscribe>(*message);
  EXPECT_EQ(wanted.channels, (feed::Channels{feed::Channel::positions, feed::Channel::prices}));
  EXPECT_EQ(wanted.symbols, std::vector<std::string>{"btcusdc"});
  EXPECT_EQ(wanted.last_seq, 41);
  EXPECT_EQ(wanted.epoch, 7);
}

TEST(FeedMessage, without_last_seq_and_epoch_it_is_from_now) {
  const auto message = read(R"({"action":"subscribe","channels":["stats"],"last_seq":null})");
  const auto& wanted = std::get<Subscribe>(*message);
  EXPECT_EQ(wanted.last_seq, 0);
  EXPECT_FALSE(wanted.epoch);
  EXPECT_TRUE(wanted.symbols.empty());
}

TEST(FeedMessage, auth_and_refresh_token_carry_a_token) {
  EXPECT_EQ(std::get<SignIn>(*read(R"({"action":"auth","token":"T"})")).token, "T");
  EXPECT_EQ(std::get<SignIn>(*read(R"({"action":"refresh_token","token":"U"})")).token, "U");
  EXPECT_EQ(trouble(R"({"action":"auth"})"), "INVALID_MESSAGE token");
}

TEST(FeedMessage, catch_up_says_from_where) {
  EXPECT_EQ(std::get<CatchUp>(*read(R"({"action":"catch_up","last_seq":9})")).last_seq, 9);
  EXPECT_EQ(trouble(R"({"action":"catch_up"})"), "INVALID_MESSAGE last_seq");
  EXPECT_EQ(trouble(R"({"action":"catch_up","last_seq":-1})"), "INVALID_MESSAGE last_seq");
  EXPECT_EQ(trouble(R"({"action":"catch_up","last_seq":1.5})"), "INVALID_MESSAGE last_seq");
}

TEST(FeedMessage, unsubscribe_names_channels_or_symbols) {
  const auto message = read(R"({"action":"unsubscribe","symbols":["ETHUSDC"]})");
  EXPECT_TRUE(std::get<Unsubscribe>(*message).channels.empty());
  EXPECT_EQ(std::get<Unsubscribe>(*message).symbols, std::vector<std::string>{"ETHUSDC"});
  EXPECT_EQ(trouble(R"({"action":"unsubscribe"})"), "INVALID_MESSAGE channels");
}

TEST(FeedMessage, faults_name_the_member) {
  EXPECT_EQ(trouble(R"({"action":"explode"})"), "INVALID_MESSAGE action");
  EXPECT_EQ(trouble(R"({})"), "INVALID_MESSAGE action");
  EXPECT_EQ(trouble(R"({"action":"subscribe"})"), "INVALID_MESSAGE channels");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":[]})"), "INVALID_MESSAGE channels");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":[1]})"), "INVALID_MESSAGE channels[0]");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":["nope"]})"), "UNKNOWN_CHANNEL channels");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":["stats"],"volume":11})"), "INVALID_MESSAGE volume");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":["stats"],"token":"T"})"), "INVALID_MESSAGE token");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":["stats"],"last_seq":-1})"), "INVALID_MESSAGE last_seq");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":["stats"],"last_seq":1e400})"), "INVALID_MESSAGE last_seq");
  EXPECT_EQ(trouble(R"({"action":"subscribe","channels":["stats"],"symbols":[]})"), "INVALID_MESSAGE symbols");
}

TEST(FeedMessage, msgpack_says_the_same) {
  const std::string bytes =
      json::write_msgpack(std::string_view(R"({"action":"subscribe","channels":["orders"],"last_seq":12})")).value();
  const auto message = feed_message(json::read_msgpack(bytes).value());
  EXPECT_EQ(std::get<Subscribe>(*message).last_seq, 12);
}

TEST(FeedMessage, what_an_error_repeats_is_cut_between_characters) {
  std::string name(39, 'a');
  for (int i = 0; i < 10; ++i) name += "\xc3\xa9";
  const auto fault = channels_of({name}).error();
  EXPECT_EQ(fault.text, "There is no channel " + std::string(39, 'a') + ".");
}

TEST(FeedMessage, symbols_are_those_that_the_venue_lists) {
  engine::Engine engine;
  EXPECT_EQ(symbols_of({"btcusdc"}, engine)->front(), Symbol{"BTCUSDC"});  // not known yet
  engine.apply(engine::InstrumentsListed{{Instrument{.symbol = {"BTCUSDC"}}}, true}, {});
  EXPECT_TRUE(symbols_of({"BTCUSDC"}, engine));
  EXPECT_EQ(symbols_of({"NOPE"}, engine).error().code, "UNKNOWN_SYMBOL");
  EXPECT_EQ(symbols_of({"a b"}, engine).error().code, "UNKNOWN_SYMBOL");
  EXPECT_EQ(symbols_of(std::vector<std::string>(101, "BTCUSDC"), engine).error().code, "TOO_MANY_SYMBOLS");
}

class FeedQueryTest : public testing::Test {
 protected:
  Result<FeedQuery, Failure> ask(std::string query, std::string last_event = {}) {
    net::Request request{.path = "/api/v1/feed/sse", .query = std::move(query)};
    if (!last_event.empty()) request.headers.add("Last-Event-ID", std::move(last_event));
    return feed_query(request, engine);
  }
  std::string trouble(std::string query, std::string last_event = {}) {
    const auto wanted = ask(std::move(query), std::move(last_event));
    return wanted ? "none" : std::to_string(wanted.error().status) + " " + wanted.error().field.value_or("");
  }
  engine::Engine engine;
};

TEST_F(FeedQueryTest, without_channels_it_is_all_but_prices) {
  const auto wanted = ask("");
  EXPECT_TRUE(wanted->subscription.channels.has(feed::Channel::orders));
  EXPECT_FALSE(wanted->subscription.channels.has(feed::Channel::prices));
}

TEST_F(FeedQueryTest, lists_are_separated_by_commas) {
  const auto wanted = ask("channels=stats,prices&symbols=btcusdc,ETHUSDC&last_seq=5&epoch=9");
  EXPECT_EQ(wanted->subscription.channels, (feed::Channels{feed::Channel::stats, feed::Channel::prices}));
  EXPECT_EQ(wanted->symbols, (std::vector<Symbol>{{"BTCUSDC"}, {"ETHUSDC"}}));
  EXPECT_EQ(wanted->subscription.last_seq, 5);
  EXPECT_EQ(wanted->subscription.epoch, 9);
}

TEST_F(FeedQueryTest, the_last_event_id_wins_over_the_query) {
  const auto wanted = ask("last_seq=5&epoch=9", "1700000000000-42");
  EXPECT_EQ(wanted->subscription.last_seq, 42);
  EXPECT_EQ(wanted->subscription.epoch, 1'700'000'000'000);
}

TEST_F(FeedQueryTest, faults_name_the_parameter) {
  EXPECT_EQ(trouble("channels=nope"), "422 channels");
  EXPECT_EQ(trouble("channels=stats,"), "none");
  EXPECT_EQ(trouble("channels=stats&symbols=BTCUSDC"), "422 symbols");
  EXPECT_EQ(trouble("channels=prices&symbols=a%20b"), "422 symbols");
  EXPECT_EQ(trouble("last_seq=-1"), "422 last_seq");
  EXPECT_EQ(trouble("last_seq=99999999999999999999"), "422 last_seq");
  EXPECT_EQ(trouble("epoch=x"), "422 epoch");
  for (const char* id : {"x", "1", "1-", "-1", "1--2", "1-2x", "99999999999999999999-1"}) {
    EXPECT_EQ(trouble("", id), "422 Last-Event-ID") << id;
  }
}

}  // namespace
}  // namespace robson::routes
