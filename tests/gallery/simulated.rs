//! Answers nobody gave: ordinary, crowded and nearly empty surveys, the same
//! bytes everywhere.

/// Draws that are the same on every system: Knuth's linear congruence, its high
/// bits.
struct Draws(u64);

impl Draws {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// About normal: twelve uniform numbers less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[(self.uniform() * all.len() as f64) as usize]
    }
}

fn level(z: f64, cuts: &[f64]) -> usize {
    1 + cuts.iter().filter(|cut| z > **cut).count()
}

const AGES: [&str; 6] = [
    "17–24 tahun",
    "25–34 tahun",
    "25–34 tahun",
    "35–44 tahun",
    "45–54 tahun",
    "≥ 55 tahun",
];

/// 600 simulated respondents of four half-years and three services: nine
/// answers and how important each is to them.
pub fn ordinary() -> String {
    let mut draws = Draws(20_260_101);
    let mut text = String::from("No,Jenis kelamin,Umur,Jenis layanan,Periode");
    for letter in ["U", "K"] {
        (1..=9).for_each(|i| text += &format!(",{letter}{i}"));
    }
    text.push('\n');
    let services = ["Akta kelahiran", "Kartu keluarga", "KTP elektronik"];
    let items = [0.4, 0.1, -0.6, 0.9, 0.2, 0.3, 0.5, -0.2, -0.4];
    let wanted = [0.6, 0.4, 1.2, 0.2, 0.5, 0.8, 0.7, 0.9, 0.1];
    for (number, half) in (1..=600).zip((0..4).flat_map(|h| [h; 150])) {
        let service = (draws.uniform() * 3.0) as usize;
        let period = ["2024-S2", "2025-S1", "2025-S2", "2026-S1"][half];
        let sex = draws.one_of(&["Laki-laki", "Perempuan"]);
        let age = draws.one_of(&AGES);
        text += &format!("{number},{sex},{age},{},{period}", services[service]);
        let person = draws.normal() * 0.7 + 0.15 * half as f64 - 0.35 * service as f64;
        for of in items.map(|i| person + i).into_iter().chain(wanted) {
            let answer = level(of + draws.normal() * 0.8, &[-2.4, -1.1, 0.7]);
            match draws.uniform() < 0.015 {
                true => text.push(','),
                false => text += &format!(",{answer}"),
            }
        }
        text.push('\n');
    }
    text
}

/// Long questions as offices and lecturers write them.
const LONG: [&str; 5] = [
    "Bagaimana pendapat Saudara tentang kesesuaian antara produk pelayanan yang tercantum dalam standar pelayanan dengan hasil yang diberikan",
    "Petugas memberikan penjelasan yang mudah dimengerti mengenai persyaratan dan tahapan yang harus saya lalui",
    "Waktu yang saya perlukan sejak mengambil nomor antrean sampai menerima hasil sesuai dengan yang dijanjikan",
    "Ruang tunggu bersih, teduh, dan ramah bagi penyandang disabilitas, lanjut usia, serta ibu yang membawa anak",
    "Saya tahu kepada siapa saya dapat mengadu, dan pengaduan saya ditanggapi",
];

/// 240 simulated respondents of thirty units and two years: forty long
/// questions, and forty more on what was expected.
pub fn crowded() -> String {
    let mut draws = Draws(40_030);
    let mut text = String::from("No,Jenis kelamin,Umur,Unit,Tahun");
    for word in ["", " (harapan)"] {
        for i in 1..=40 {
            text += &format!(",\"P{i}{word}. {}\"", LONG[i % 5]);
        }
    }
    text.push('\n');
    for number in 1..=240_usize {
        let unit = number % 30;
        let year = if draws.uniform() < 0.5 { 2025 } else { 2026 };
        let sex = draws.one_of(&["Laki-laki", "Perempuan"]);
        let age = draws.one_of(&AGES);
        text += &format!(
            "{number},{sex},{age},Unit Pelayanan Teknis Daerah Contoh {},{year}",
            unit + 1
        );
        let person = draws.normal() * 0.7 + (unit as f64 * 0.37).sin() * 0.8;
        for i in 0..80 {
            let own = ((i * 7 % 40) as f64 * 0.61).cos() * 0.7 + f64::from(i >= 40);
            let answer = level(
                person + own + draws.normal() * 0.9,
                &[-2.2, -1.2, -0.1, 1.1],
            );
            match draws.uniform() < 0.02 {
                true => text.push(','),
                false => text += &format!(",{answer}"),
            }
        }
        text.push('\n');
    }
    text
}

/// So many respondents who all answered the same, of one service.
pub fn alike(respondents: usize) -> String {
    let mut text = String::from("No,Jenis kelamin,Umur,Jenis layanan,Periode");
    for letter in ["U", "K"] {
        (1..=9).for_each(|i| text += &format!(",{letter}{i}"));
    }
    text.push('\n');
    for number in 1..=respondents {
        let answers = ",3".repeat(18);
        text += &format!("{number},Perempuan,25–34 tahun,Akta kelahiran,2026-S1{answers}\n");
    }
    text
}
