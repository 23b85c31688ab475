"""Plain lists of first and last names; whom they make together does not exist.

None of the fixed cast's first names, and none of a real person the seeds mention.
"""

from itertools import product
from random import Random

WOMEN_NAMES = """
Aïcha Aïssatou Alexandra Alice Amandine Anaïs Angélique Assia Aurélie Awa Béatrice Brigitte Camille Carine Catherine
Céline Chantal Charlène Chloé Christelle Clémence Corinne Coumba Cynthia Dalila Delphine Djamila Dorothée Élodie Émilie
Estelle Fadila Farida Fatiha Fatou Fatoumata Florence Françoise Gaëlle Ghislaine Gwendoline Hafida Hayat Hélène Houria
Ikram Inès Isabelle Jamila Jennifer Jessica Johanna Julie Justine Karima Katia Kenza Khadija Khadidja Laëtitia Laure
Leïla Linda Louise Lucie Ludivine Magali Malika Manon Margaux Mariam Marie Marjorie Martine Maryam Mathilde Mélanie
Mélissa Meryem Monique Myriam Nadège Nadia Naïma Nassima Nathalie Nawel Nicole Nora Océane Olena Ophélie Oumou Patricia
Pauline Perrine Rachida Rania Rokia Rosa Sabrina Saïda Salimata Samira Sandrine Sarah Séverine Sihem Solène Sonia
Soraya Stéphanie Sylvie Thérèse Valérie Vanessa Véronique Virginie Yasmina Yolande Zahra Zineb Zohra
"""
MEN_NAMES = """
Abdel Adama Adrien Alain Alexis Ali Amadou Anthony Antoine Arnaud Bilal Bruno Christophe Cyril Damien David Dylan
Emmanuel Enzo Éric Fabrice Farid Florian Franck Grégory Guillaume Hamza Hassan Hugo Ibrahima Idriss Ismaël Jérémy
Jordan Julien Kader Kévin Lamine Laurent Loïc Lucas Ludovic Mamadou Marvin Mathieu Maxime Mehdi Mickaël Mohamed Moussa
Mustapha Nabil Nicolas Noah Omar Oleksandr Pascal Philippe Quentin Rachid Romain Saïd Samir Sébastien Sofiane Stéphane
Sylvain Théo Thierry Thomas Tom Valentin Vincent Walid Youssef Yves Zakaria
"""
LAST_NAMES = """
Adjovi Aït-Ali Almeida Amrani Aubry Azzouz Bah Baert Bailleul Barbier Barry Baudry Belaïd Belkacem Ben-Salem Bensaïd
Berthelot Blanchard Bodin Bonnet Boucher Boudiaf Boulanger Bourgeois Bouzid Brahimi Breton Brunet Camara Cardoso Caron
Carpentier Chaïb Charpentier Chevalier Cissé Coulibaly Cousin Da-Costa Daniel De-Smet Debruyne Decroix Delattre
Delcourt Deleplanque Delmotte Denis Descamps Desmarets Dia Diallo Diarra Diop Djebbar Dos-Santos Dubois Duchemin
Dufour Dumont Dupuis El-Amrani El-Idrissi Fall Faure Fernandes Ferreira Flament Fofana Fournier Garnier Gauthier
Gérard Girard Gonzalez Guérin Guillou Haddad Hamdi Hamidi Hennebelle Hernandez Hocquet Hovhannisyan Huart Hubert Huet
Ivanenko Jacquet Joly Kaboré Kaci Kaplan Kebe Keïta Khelifi Konaté Kone Kovalenko Lacroix Lambert Laurent Lebrun
Leclercq Lecomte Lefebvre Legrand Lemaire Lemoine Leroux Lesage Lopes Louvet Mahieu Maillard Mansouri Marchand
Martinez Masson Mbaye Meunier Mokrani Morel Moreau Morin Moulin Mukendi N'Diaye Nguema Nguyen Nicolas Noël Nowak
Ouali Ouattara Pereira Perrin Petitjean Picard Pinto Poirier Pollet Prévost Quillet Rahmani Rakoto Renard Renaud
Ribeiro Richard Rivière Robin Rodrigues Rolland Roussel Roux Sadi Saïdi Sangaré Sanogo Sauvage Savary Sow Schmitt
Sissoko Soares Stievenard Sylla Taleb Tavares Tessier Thiam Thibaut Touré Tran Traoré Vandamme Vandenbroucke Vasseur
Verhaeghe Vermeersch Vidal Wagner Watteau Wozniak Yahiaoui Yildiz Zaïdi Zerrouki
"""
FIRSTS = {"F": WOMEN_NAMES.split(), "H": MEN_NAMES.split(), "X": ["Camille", "Dominique", "Maxence", "Sasha"]}
LASTS = [name.replace("-", " ") for name in LAST_NAMES.split()]


def draw(random: Random, sex: str, taken: set[tuple[str, str]]) -> tuple[str, str]:
    """A (last, first) pair nobody has yet, the first name fitting the sex; `taken` grows by it."""
    firsts = FIRSTS[sex]
    for _ in range(1000):
        pair = (random.choice(LASTS), random.choice(firsts))
        if pair not in taken:
            taken.add(pair)
            return pair
    free = next(pair for pair in product(LASTS, firsts) if pair not in taken)
    taken.add(free)
    return free
