#include "simulator/signing.hpp"

#include "support.hpp"

namespace robson::simulator {
namespace {

// The example of the venue's own documentation.
TEST(Signing, the_documented_example_has_the_documented_signature) {
  const Secret secret("NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j");
  EXPECT_EQ(hmac_sha256_hex(secret,
                            "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&"
                            "timestamp=1499827319559"),
            "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
}

TEST(Signing, what_is_signed_is_query_then_body_without_the_signature) {
  EXPECT_EQ(signed_payload("a=1&signature=ff", ""), "a=1");
  EXPECT_EQ(signed_payload("signature=ff&a=1", "b=2"), "a=1b=2");
  EXPECT_EQ(signed_payload("", "a=%20&signature=ff"), "a=%20");
}

class SignedCalls : public VenueTest {
 protected:
  // The venue's code for a GET account with this query, after status.
  std::string answer(const std::string& query, const std::string& signature, const std::string& key) {
    const auto response = call(
        net::Method::GET, "/api/v3/account?" + query + (signature.empty() ? "" : "&signature=" + signature), {}, key);
    const auto body = parsed(response.body);
    return std::to_string(response.status) + " " + at(body, "code");
  }
  std::string timestamp(std::int64_t off_ms = 0) const {
    return "timestamp=" + std::to_string(clock.now().ms() + off_ms);
  }
  static std::string sign(const std::string& payload) { return hmac_sha256_hex(Secret("demo-secret"), payload); }
};

TEST_F(SignedCalls, each_mistake_has_the_venues_code) {
  const std::string now = timestamp();
  EXPECT_EQ(answer(now, sign(now), "demo-key"), "200 absent");
  EXPECT_EQ(answer(now, sign(now), ""), "401 -2014");
  EXPECT_EQ(answer(now, sign(now), "nobody"), "401 -2015");
  EXPECT_EQ(answer(now, "", "demo-key"), "400 -1102");
  EXPECT_EQ(answer("x=1", sign("x=1"), "demo-key"), "400 -1102");
  EXPECT_EQ(answer(now, sign(now + "0"), "demo-key"), "400 -1022");
  EXPECT_EQ(answer(now, "zz", "demo-key"), "400 -1022");
}

TEST_F(SignedCalls, a_request_must_be_young_and_not_from_the_future) {
  const auto with = [&](std::int64_t off, const std::string& window = {}) {
    const std::string query = (window.empty() ? "" : "recvWindow=" + window + "&") + timestamp(off);
    return answer(query, sign(query), "demo-key");
  };
  EXPECT_EQ(with(-5'000), "200 absent");
  EXPECT_EQ(with(-5'001), "400 -1021");
  EXPECT_EQ(with(999), "200 absent");
  EXPECT_EQ(with(1'000), "400 -1021");
  EXPECT_EQ(with(-50'000, "60000"), "200 absent");
  EXPECT_EQ(with(-500, "100"), "400 -1021");
  EXPECT_EQ(with(0, "60001"), "400 -1131");
}

TEST_F(SignedCalls, a_form_body_counts_as_sent) {
  const std::string query = "symbol=BTCUSDC&side=BUY";
  const std::string body = "type=LIMIT&timeInForce=GTC&quantity=0.01&price=80000&" + timestamp();
  const auto response =
      call(net::Method::POST, "/api/v3/order?" + query, body + "&signature=" + sign(query + body), "demo-key");
  EXPECT_EQ(response.status, 200) << response.body;
}

TEST_F(SignedCalls, a_doubled_parameter_is_refused) {
  const std::string query = timestamp() + "&" + timestamp();
  EXPECT_EQ(answer(query, sign(query), "demo-key"), "400 -1101");
}

TEST_F(SignedCalls, a_skewed_venue_clock_is_what_timestamps_are_compared_with) {
  const auto set = call(net::Method::POST, "/sim/faults", R"({"kind":"clock_skew","skew_ms":-60000})");
  ASSERT_EQ(set.status, 200) << set.body;
  EXPECT_EQ(answer(timestamp(), sign(timestamp()), "demo-key"), "400 -1021");
  EXPECT_EQ(answer(timestamp(-60'000), sign(timestamp(-60'000)), "demo-key"), "200 absent");
  EXPECT_EQ(at(parsed(get("/api/v3/time").body), "serverTime"), std::to_string(clock.now().ms() - 60'000));
}

}  // namespace
}  // namespace robson::simulator
